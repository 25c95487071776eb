/** Lists of numbers, one for each record in the order of their places, one after another in one flat list. */
import { type Cells, cells, extended } from '../cells.ts';

export class Lists {
  #numbers = cells(1024);
  #used = 0;
  /** By record where its own end. */
  #ends = cells(1024);
  #closed = 0;

  /** To the list at hand. */
  push(number: number): void {
    if (this.#used === this.#numbers.length) this.#numbers = extended(this.#numbers);
    this.#numbers[this.#used] = number;
    this.#used += 1;
  }

  /** The list at hand is that of the next record. */
  close(): void {
    if (this.#closed === this.#ends.length) this.#ends = extended(this.#ends);
    this.#ends[this.#closed] = this.#used;
    this.#closed += 1;
  }

  /** Of all lists; to be asked for again after a push. */
  get numbers(): Cells {
    return this.#numbers;
  }

  /** How many numbers all lists have. */
  get used(): number {
    return this.#used;
  }

  /** Where the list of a record starts; that of one which is not there is empty. */
  startOf(record: number): number {
    return record === 0 ? 0 : this.endOf(record - 1);
  }

  endOf(record: number): number {
    return record < this.#closed ? (this.#ends[record] ?? 0) : this.#used;
  }
}
