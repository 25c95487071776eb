/** Pairs that were found to be probably one person, in one flat list: millions of small objects would be collected again and again. */
import { perBit } from '../weights.ts';
import { cells, extended } from '../cells.ts';

const fields = 4; // a record, another, the key they met by, bits

/** Two records by their places, and what speaks for one person. */
export interface Edge {
  /** The one that came first. */
  readonly a: number;
  readonly b: number;
  readonly bits: number;
}

export class Edges {
  #numbers = cells(1024 * fields);
  #used = 0;

  /** `met`: the hash of a key that both have. */
  add({ a, b, bits }: Edge, met: number): void {
    if (this.#used === this.#numbers.length) this.#numbers = extended(this.#numbers);
    this.#numbers[this.#used] = a;
    this.#numbers[this.#used + 1] = b;
    this.#numbers[this.#used + 2] = met;
    this.#numbers[this.#used + 3] = bits * perBit;
    this.#used += fields;
  }

  each(visit: (edge: Edge, met: number) => void): void {
    const numbers = this.#numbers;
    for (let at = 0; at < this.#used; at += fields) {
      const [a, b, met, bits] = [numbers[at] ?? 0, numbers[at + 1] ?? 0, numbers[at + 2] ?? 0, numbers[at + 3] ?? 0];
      visit({ a, b, bits: bits / perBit }, met);
    }
  }
}
