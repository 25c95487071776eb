/** A process that is started again when it ends, on the same port and with the same settings, as an orchestrator does it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { type Environment } from './process.ts';

export interface SupervisedOptions {
  /** For the log and for messages. */
  readonly name: string;
  /** The program: a file that Node runs. */
  readonly main: string;
  readonly args?: readonly string[];
  readonly env: Environment;
  /** Where it answers `/readyz`. */
  readonly url: string;
  /** Everything that every life of it writes, appended. */
  readonly logFile: string;
  /** Before it is started again. */
  readonly restartAfterMs?: number;
}

export interface Ending {
  /** Exit code or signal. */
  readonly how: number | string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Whoever started it wanted it to end. */
  readonly asked: boolean;
}

/** The first start makes topics, databases and indexes, on machines that may be busy with much else. */
const readyWithinMs = 300_000;

export class Supervised {
  readonly endings: Ending[] = [];
  readonly #options: SupervisedOptions;
  readonly #log: WriteStream;
  #child: ChildProcess | undefined;
  #ended: Promise<unknown> = Promise.resolve();
  #wanted = false;
  #asked = false;
  #env: Environment = {};

  constructor(options: SupervisedOptions) {
    this.#options = options;
    this.#log = createWriteStream(options.logFile, { flags: 'a' });
  }

  get name(): string {
    return this.#options.name;
  }

  get url(): string {
    return this.#options.url;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Resolves when it is ready; `env` stands above its own settings from now on. */
  async start(env: Environment = this.#env): Promise<void> {
    this.#env = env;
    this.#wanted = true;
    if (this.#child === undefined) this.#spawn();
    await this.untilReady();
  }

  async untilReady(withinMs = readyWithinMs): Promise<void> {
    const deadline = Date.now() + withinMs;
    for (;;) {
      const signal = AbortSignal.timeout(15_000);
      const answer = await fetch(`${this.url}/readyz`, { signal }).catch(() => undefined);
      if (answer?.ok === true) return;
      if (Date.now() > deadline)
        throw new Error(`${this.name} is not ready after ${withinMs} ms: see ${this.#options.logFile}`);
      await pause(50);
    }
  }

  /** SIGKILL; it comes again by itself. */
  kill(signal: NodeJS.Signals = 'SIGKILL'): void {
    this.#asked = true;
    this.#child?.kill(signal);
  }

  /** SIGTERM, and no new start; answers how it ended and how long that took. */
  async stop(): Promise<{ readonly how: number | string; readonly tookMs: number }> {
    this.#wanted = false;
    this.#asked = true;
    const started = performance.now();
    if (this.#child === undefined) return { how: 0, tookMs: 0 };
    this.#child.kill('SIGTERM');
    await this.#ended;
    return { how: this.endings.at(-1)?.how ?? 'unknown', tookMs: performance.now() - started };
  }

  /** SIGKILL and no new start. */
  async remove(): Promise<void> {
    this.#wanted = false;
    this.kill();
    await this.#ended;
  }

  /** Resolves when the life at hand is over. */
  async over(): Promise<void> {
    await this.#ended;
  }

  /** A message over the channel that Node gives a child; lost when it is not running. */
  tell(message: object): void {
    if (this.#child?.connected === true) this.#child.send(message, () => undefined);
  }

  /** Resident memory in MB now; 0 when it is not running. */
  async memory(): Promise<number> {
    const status = await readFile(`/proc/${this.pid ?? 0}/status`, 'utf8').catch(() => '');
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1_024;
  }

  #spawn(): void {
    const { main, args = [], env, name } = this.#options;
    this.#asked = false;
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...args], {
      env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env, ...this.#env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child = child;
    this.#log.write(`--- ${new Date().toISOString()} ${name} starts as ${child.pid ?? 0}\n`);
    child.stdout?.pipe(this.#log, { end: false });
    child.stderr?.pipe(this.#log, { end: false });
    this.#ended = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.#end(code ?? signal ?? 'unknown');
        resolve(undefined);
      });
    });
  }

  #end(how: number | string): void {
    this.#child = undefined;
    this.endings.push({ how, at: Date.now(), asked: this.#asked });
    this.#log.write(`--- ${new Date().toISOString()} ${this.name} ended with ${how}\n`);
    if (!this.#wanted) return;
    setTimeout(() => {
      if (this.#wanted && this.#child === undefined) this.#spawn();
    }, this.#options.restartAfterMs ?? 500);
  }
}
