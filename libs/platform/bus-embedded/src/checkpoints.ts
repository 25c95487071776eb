/**
 * Brings the write-ahead log into the file on a thread of its own. SQLite would do it within a commit, and with it the event loop would stand
 * still for as long as the disk takes for megabytes: a tenth of a second and more, every few seconds under load.
 */
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type GroupCommit } from './group-commit.ts';

/** More would have to be read after a crash; less would write the pages that change often again and again. */
const fullBytes = 16_000_000;
/** A log that has not begun anew, because somebody else was writing, is tried again after so much more. */
const againBytes = 4_000_000;
/** What an append adds to the log beside its records: whole pages of tables and indexes, its own and those of the commits that go with it. */
const bytesPerAppend = 24_000;

export class Checkpoints {
  readonly #file: string;
  readonly #commits: GroupCommit;
  #left = fullBytes;
  #running: Promise<void> | undefined;
  #worker: Worker | undefined;
  /** A thread that has died leaves the work to SQLite (see `openDatabase`). */
  #failed = false;
  #closed = false;

  constructor(file: string, commits: GroupCommit) {
    this.#file = file;
    this.#commits = commits;
  }

  /** To be told of every append, with the bytes of its records. */
  appended(bytes: number): void {
    this.#left -= bytes + bytesPerAppend;
    if (this.#left > 0 || this.#running || this.#failed || this.#closed) return;
    this.#running = this.#run().finally(() => (this.#running = undefined));
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#running;
    const worker = this.#worker;
    if (worker) {
      worker.ref();
      const ended = new Promise((resolve) => worker.once('exit', resolve));
      worker.postMessage('close');
      await ended;
    }
  }

  /** The bulk of it beside the commits, then the rest while they wait: only a log that is in the file as a whole begins anew. */
  async #run(): Promise<void> {
    await this.#ask();
    const isWhole = await this.#commits.hold(() => this.#ask());
    this.#left = isWhole ? fullBytes : againBytes;
  }

  #ask(): Promise<boolean> {
    if (this.#failed) return Promise.resolve(false);
    const worker = (this.#worker ??= this.#start());
    return new Promise((resolve) => {
      const answer = (isWhole: unknown): void => {
        worker.off('message', answer).off('exit', answer);
        resolve(isWhole === true);
      };
      worker.once('message', answer).once('exit', answer);
      worker.postMessage('checkpoint');
    });
  }

  #start(): Worker {
    const extension = extname(import.meta.url);
    const execArgv = ['--disable-warning=ExperimentalWarning'];
    const worker = new Worker(new URL(`./checkpoint-worker${extension}`, import.meta.url), {
      workerData: this.#file,
      execArgv,
    });
    const fail = (): void => {
      this.#failed = true;
      this.#worker = undefined;
    };
    worker.once('error', fail).once('exit', fail);
    worker.unref(); // an open bus does not keep a finished program alive
    return worker;
  }
}
