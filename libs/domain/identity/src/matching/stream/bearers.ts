/** Who has which identifiers: records that have one in common are joined, whatever else is said. */
import { cells, extended } from '../cells.ts';
import { Lists } from './lists.ts';
import { type Unions } from './unions.ts';

/** Of an identifier. */
export interface TypedValue {
  readonly type: string;
  readonly value: string;
}

export class Bearers {
  /** By type and value the number of an identifier. */
  readonly #known = new Map<string, Map<string, number>>();
  /** By its number the first record with it + 1, 0 where there is none yet. */
  #first = cells(1024);
  #count = 0;
  readonly #borne = new Lists();

  /** Records come one after another. */
  read(identifiers: readonly TypedValue[]): void {
    for (const identifier of identifiers) this.#borne.push(this.#numberOf(identifier));
    this.#borne.close();
  }

  /** Joins the record with the first that has one of its identifiers. */
  join(record: number, unions: Unions): void {
    const { numbers } = this.#borne;
    const end = this.#borne.endOf(record);
    for (let at = this.#borne.startOf(record); at < end; at += 1) {
      const identifier = numbers[at] ?? 0;
      const first = this.#first[identifier] ?? 0;
      if (first === 0) this.#first[identifier] = record + 1;
      else unions.unite(first - 1, record);
    }
  }

  #numberOf({ type, value }: TypedValue): number {
    let known = this.#known.get(type);
    if (known === undefined) this.#known.set(type, (known = new Map<string, number>()));
    const number = known.get(value);
    if (number !== undefined) return number;
    known.set(value, this.#count);
    if (this.#count === this.#first.length) this.#first = extended(this.#first);
    return this.#count++;
  }
}
