#!/usr/bin/env node
import { program } from './program.ts';

// `… | head` closes the pipe when it has seen enough: what is under way goes on to its end, and what it says is lost.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

await program({
  env: process.env,
  out: process.stdout,
  err: process.stderr,
  exit: (code) => {
    process.exitCode = code;
  },
}).parseAsync();
