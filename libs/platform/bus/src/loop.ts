/** Work that runs at most once at a time and is repeated when it was asked for meanwhile; no request is ever lost. */
export class Loop {
  readonly #work: () => Promise<void>;
  #asked = false;
  #running: Promise<void> | undefined;

  /** `work` does everything there is to do and handles its own errors. */
  constructor(work: () => Promise<void>) {
    this.#work = work;
  }

  wake(): void {
    this.#asked = true;
    this.#running ??= this.#run();
  }

  /** Resolves when nothing runs and nothing is asked for. */
  async settled(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #run(): Promise<void> {
    try {
      while (this.#asked) {
        this.#asked = false;
        await this.#work();
      }
    } finally {
      // In the same turn as the last look at `#asked`: a later turn would let a request slip in between.
      this.#running = undefined;
    }
  }
}
