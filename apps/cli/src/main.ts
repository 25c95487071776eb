#!/usr/bin/env node
import { program } from './program.ts';

await program({
  env: process.env,
  out: process.stdout,
  err: process.stderr,
  exit: (code) => {
    process.exitCode = code;
  },
}).parseAsync();
