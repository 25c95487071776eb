/** What long work is at: drawn again in place on a terminal; elsewhere a line now and then, and at the end of each stage. */

export interface Terminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const everyMs = { terminal: 100, elsewhere: 10_000 };

export class ProgressLine {
  readonly #terminal: Terminal;
  readonly #now: () => number;
  #stage = '';
  #toldAt = 0;
  #isDone = true;

  constructor(terminal: Terminal, now = () => performance.now()) {
    this.#terminal = terminal;
    this.#now = now;
  }

  /** `done`: the share of the stage, from 0 to 1. */
  show(stage: string, done: number): void {
    if (stage !== this.#stage) this.#begin(stage);
    if (this.#isDone) return;
    const wait = this.#terminal.isTTY === true ? everyMs.terminal : everyMs.elsewhere;
    if (done < 1 && this.#now() - this.#toldAt < wait) return;
    this.#toldAt = this.#now();
    this.#isDone = done >= 1;
    this.#draw(`${stage}: ${Math.floor(done * 100)} %`);
  }

  /** What is written next begins on a line of its own. */
  end(): void {
    if (!this.#isDone && this.#terminal.isTTY === true) this.#terminal.write('\n');
    this.#isDone = true;
  }

  #begin(stage: string): void {
    this.end();
    this.#stage = stage;
    this.#toldAt = this.#now();
    this.#isDone = false;
  }

  #draw(text: string): void {
    if (this.#terminal.isTTY === true) this.#terminal.write(`\r${text}\u001b[K${this.#isDone ? '\n' : ''}`);
    else this.#terminal.write(`${text}\n`);
  }
}
