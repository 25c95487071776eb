/** Lets work run side by side, and now and then one piece of it with nothing beside it. */
export class Gate {
  #inside = 0;
  /** Settles when the piece that is alone, or waits to be, is done. */
  #closed: Promise<void> | undefined;
  #emptied: (() => void) | undefined;

  async beside<T>(work: () => Promise<T>): Promise<T> {
    while (this.#closed) await this.#closed;
    this.#inside += 1;
    try {
      return await work();
    } finally {
      this.#inside -= 1;
      if (this.#inside === 0) this.#emptied?.();
    }
  }

  async alone<T>(work: () => Promise<T>): Promise<T> {
    while (this.#closed) await this.#closed;
    let open = (): void => undefined;
    this.#closed = new Promise<void>((resolve) => (open = resolve));
    try {
      if (this.#inside > 0) await new Promise<void>((emptied) => (this.#emptied = emptied));
      return await work();
    } finally {
      this.#emptied = undefined;
      this.#closed = undefined;
      open();
    }
  }
}
