/** Lists of records that lie side by side, so that reading one waits for memory once and not for each record. */
import { extended } from './extended.ts';

const shortest = 4; // numbers: the count and three records

export class Runs {
  /** By run: how many were counted, then the records; its length is the power of two that they fill. */
  #numbers = new Int32Array(1 << 16);
  #used = 1; // no run begins at 0
  /** By the power of two, the latest run that was given up for a longer one; in its place stands the one before it. */
  readonly #free = new Int32Array(32);

  /** Of two records; answers the run. */
  start(one: number, other: number): number {
    const run = this.#take(shortest);
    this.#numbers[run] = 2;
    this.#numbers[run + 1] = one;
    this.#numbers[run + 2] = other;
    return run;
  }

  countOf(run: number): number {
    return this.#numbers[run] ?? 0;
  }

  recordOf(run: number, index: number): number {
    return this.#numbers[run + 1 + index] ?? 0;
  }

  /** Unless it is the one that came last; remembers it while there are at most `most`. Answers the run, which may have moved. */
  add(run: number, record: number, most: number): number {
    const count = this.countOf(run);
    if (count > most) {
      this.#numbers[run] = count + 1;
      return run;
    }
    if (this.recordOf(run, count - 1) === record) return run;
    const filled = count + 1;
    const place = filled >= shortest && (filled & (filled - 1)) === 0 ? this.#longer(run, filled) : run;
    this.#numbers[place] = filled;
    this.#numbers[place + filled] = record;
    return place;
  }

  /** A copy of twice the length. */
  #longer(run: number, length: number): number {
    const longer = this.#take(length * 2);
    this.#numbers.copyWithin(longer, run, run + length);
    const power = 31 - Math.clz32(length);
    this.#numbers[run] = this.#free[power] ?? 0;
    this.#free[power] = run;
    return longer;
  }

  #take(length: number): number {
    const power = 31 - Math.clz32(length);
    const free = this.#free[power] ?? 0;
    if (free !== 0) {
      this.#free[power] = this.#numbers[free] ?? 0;
      return free;
    }
    while (this.#used + length > this.#numbers.length) this.#numbers = extended(this.#numbers);
    this.#used += length;
    return this.#used - length;
  }
}
