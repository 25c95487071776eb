/** Runs concurrent work one step at a time in an order that a seed decides, with crashes at any step. */

/** mulberry32: 32 bits of state, good enough to choose the next step. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export class Crash extends Error {
  override readonly name = 'Crash';
}

interface Waiting {
  go(): void;
  die(): void;
}

export class SeededSchedule {
  readonly #waiting: Waiting[] = [];
  #running = 0;

  constructor(
    readonly random: () => number,
    private readonly crashRate: number,
  ) {}

  /** Waits until the schedule picks this step; may crash instead. */
  step(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({
        go: resolve,
        die: () => {
          reject(new Crash());
        },
      });
    });
  }

  start(work: () => Promise<void>): Promise<void> {
    this.#running += 1;
    return work().finally(() => {
      this.#running -= 1;
    });
  }

  async run(): Promise<void> {
    while (this.#running > 0) {
      await new Promise((resolve) => setImmediate(resolve));
      const [next] = this.#waiting.splice(Math.floor(this.random() * this.#waiting.length), 1);
      if (next === undefined) continue;
      if (this.random() < this.crashRate) next.die();
      else next.go();
    }
  }
}
