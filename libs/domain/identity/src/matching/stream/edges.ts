/** Pairs that were found to be probably one person, in one flat list: millions of small objects would be collected again and again. */
import { cells, extended } from './cells.ts';

const fields = 3; // a record, another, the key they met by

export class Edges {
  #numbers = cells(1024 * fields);
  #used = 0;

  /** `met`: the hash of a key that both have. */
  add(a: number, b: number, met: number): void {
    if (this.#used === this.#numbers.length) this.#numbers = extended(this.#numbers);
    this.#numbers[this.#used] = a;
    this.#numbers[this.#used + 1] = b;
    this.#numbers[this.#used + 2] = met;
    this.#used += fields;
  }

  each(visit: (a: number, b: number, met: number) => void): void {
    const numbers = this.#numbers;
    for (let at = 0; at < this.#used; at += fields) {
      visit(numbers[at] ?? 0, numbers[at + 1] ?? 0, numbers[at + 2] ?? 0);
    }
  }
}
