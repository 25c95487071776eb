/**
 * What many records share, names, streets and towns, each once and by number: the few that are asked for most lie in the caches of the
 * processor, where a million forms do not.
 */
import { type Cells } from '../cells.ts';
import { type NamePart, type Street, type Word } from '../form.ts';
import { column } from './columns.ts';

interface Part {
  readonly text: string;
}

class Shared<T extends Part> {
  /** By number; null where one text is read in two ways. */
  readonly #parts: (T | null | undefined)[] = [undefined];

  constructor(
    private readonly numbers = new Map<string, number>(),
    private readonly areAlike: (a: T, b: T) => boolean = () => true,
  ) {}

  /** The number of its text, from 1 on. */
  enter(part: T): number {
    const number = this.numbers.get(part.text) ?? this.numbers.size + 1;
    if (number > this.numbers.size) this.numbers.set(part.text, number);
    while (this.#parts.length <= number) this.#parts.push(undefined);
    const known = this.#parts[number];
    if (known === undefined) this.#parts[number] = part;
    else if (known !== null && known !== part && !this.areAlike(known, part)) this.#parts[number] = null;
    return number;
  }

  /** Undefined of 0, null where the text does not tell which. */
  of(number: number): T | null | undefined {
    return this.#parts[number];
  }
}

export class Parts {
  /** One text has one number, whether it is a first or a last name. */
  readonly #names = new Map<string, number>();
  readonly firsts = new Shared<NamePart>(this.#names, areReadAlike);
  readonly lasts = new Shared<NamePart>(this.#names, areReadAlike);
  readonly streets = new Shared<Street>();
  readonly cities = new Shared<Word>();

  /** Reads what the row names, so that the processor has fetched it when it is asked for. */
  touch(rows: Cells, row: number): number {
    const first = this.firsts.of(rows[row + column.firstName] ?? 0);
    const last = this.lasts.of(rows[row + column.lastName] ?? 0);
    const street = this.streets.of(rows[row + column.street] ?? 0);
    return (first?.latin.hash ?? 0) ^ (last?.latin.hash ?? 0) ^ (street?.marks ?? 0);
  }
}

/** Müller may be Mueller, and Muller may not, though the text of both is `muller`. */
const areReadAlike = (a: NamePart, b: NamePart): boolean =>
  a.latin.text === b.latin.text && areEqual(a.romanised, b.romanised) && areEqual(a.callings, b.callings);

const areEqual = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((number, i) => number === b[i]);
