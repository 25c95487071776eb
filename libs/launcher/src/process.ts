/** A process of the product, started from the build as an operator starts it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ownAddress } from '@tributary/runtime';

const root = fileURLToPath(new URL('../../../', import.meta.url));

export type Environment = Readonly<Record<string, string>>;

export interface Launched {
  readonly child: ChildProcess;
  /** Exit code or signal, once it has ended. */
  readonly ended: Promise<number | string>;
  /** What it has written so far: standard output and error apart. */
  readonly output: () => { readonly out: string; readonly err: string };
}

/** Starts `apps/<app>/dist/main.js`; the environment is only what is given, and the path to programs. */
export function launch(app: string, args: readonly string[], env: Environment): Launched {
  const main = join(root, 'apps', app, 'dist/main.js');
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...args], {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (written.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (written.err += chunk.toString()));
  const ended = new Promise<number | string>((resolve) => {
    child.once('exit', (code, signal) => {
      resolve(code ?? signal ?? 'unknown');
    });
  });
  return { child, ended, output: () => written };
}

/** The first start creates topics, databases and indexes on what may be a slow machine. */
const readyWithinMs = 90_000;

export async function untilReady(url: string, launched: Launched): Promise<void> {
  let over: number | string | undefined;
  void launched.ended.then((how) => (over = how));
  const deadline = Date.now() + readyWithinMs;
  for (;;) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok === true) return;
    if (over !== undefined) throw new Error(`The process ended with ${over}:\n${launched.output().err}`);
    if (Date.now() > deadline) throw new Error(`The process is not ready:\n${launched.output().err}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Asks it to stop; an end that is not clean is an error. */
export async function terminate(launched: Launched): Promise<void> {
  launched.child.kill('SIGTERM');
  const how = await launched.ended;
  if (how !== 0) throw new Error(`The process did not stop cleanly (${how}):\n${launched.output().err}`);
}

export interface Ready extends Launched {
  readonly url: string;
}

/** Between finding a free port and listening there another program may take it. */
const mostPorts = 5;

/** Starts a process on a free port and waits until it is ready. */
export async function launchReady(app: string, args: readonly string[], env: Environment): Promise<Ready> {
  for (let tried = 1; ; tried += 1) {
    const { url, port } = await ownAddress('127.0.0.1', 0);
    const launched = launch(app, args, { ...env, PORT: String(port) });
    try {
      await untilReady(url, launched);
      return { ...launched, url };
    } catch (error) {
      if (tried === mostPorts || !launched.output().err.includes(`another program listens on port ${port}`))
        throw error;
    }
  }
}
