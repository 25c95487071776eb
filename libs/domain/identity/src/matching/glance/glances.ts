/**
 * Bits of two records by the numbers of their rows. These settle most fields; forms are asked about the others, and only where enough bits
 * are possible: those of a million lie in a memory that fits in no cache.
 */
import { cells, extended } from '../cells.ts';
import { comparisons } from '../comparisons/fields.ts';
import { unknown } from '../comparisons/level.ts';
import { firstCounts, lastCounts, nameLevel } from '../comparisons/name.ts';
import { type MatchForm } from '../form.ts';
import { householdBits, type Weights } from '../weights.ts';
import { width, writeRow } from './columns.ts';
import { levelsAtAGlance } from './levels-at-a-glance.ts';
import { entryOf, isOpen, listOf, open, place } from './levels.ts';
import { namesAtAGlance, rarityOfFirsts, rarityOfLasts } from './names-at-a-glance.ts';

export class Glances {
  readonly #forms: (MatchForm | undefined)[] = [];
  #rows = cells(1024 * width);
  /** Of the two at hand, by field. */
  readonly #levels = cells(comparisons.length);
  readonly #person: Float64Array;
  readonly #home: Float64Array;
  readonly #mostOfNames: number;
  // eslint-disable-next-line no-unused-private-class-members -- what is read for it alone must be kept, or it is not read
  #touched = 0;

  constructor(private readonly weights: Weights) {
    const { person, home, most } = weights;
    this.#person = listOf(person, most);
    this.#home = listOf(home);
    this.#mostOfNames = Math.max(0, ...person.name);
  }

  get count(): number {
    return this.#forms.length;
  }

  /** Records come one after another, with or without a form. Answers the record's place, from 0. */
  add(form: MatchForm | undefined): number {
    const record = this.#forms.push(form) - 1;
    const row = record * width;
    if (row === this.#rows.length) this.#rows = extended(this.#rows);
    if (form !== undefined) writeRow(form, this.#rows, row);
    return record;
  }

  formOf(record: number): MatchForm | undefined {
    return this.#forms[record];
  }

  /** Reads from each line of the record's row, so that the processor has fetched it when it is asked for. */
  touch(record: number): void {
    const row = record * width;
    this.#touched ^= (this.#rows[row] ?? 0) ^ (this.#rows[row + width / 2] ?? 0);
  }

  /** The same with what the form is mostly asked about. */
  touchForm(record: number): void {
    const { first, last, births, emails, street } = this.#forms[record] ?? nothing;
    this.#touched ^= (first?.latin.hash ?? 0) ^ (last?.latin.hash ?? 0) ^ (births?.[0]?.digits ?? 0);
    this.#touched ^= (emails?.[0]?.local.hash ?? 0) ^ (street?.words[0]?.hash ?? 0);
  }

  /** As `Matcher.bitsOf` of the two forms. */
  bitsOf(one: number, other: number, floor: number): number {
    return this.#bitsOf(one, other, floor, true);
  }

  /** As `bitsOf`; NaN where the forms must be asked. */
  atAGlance(one: number, other: number, floor: number): number {
    return this.#bitsOf(one, other, floor, false);
  }

  #bitsOf(one: number, other: number, floor: number, mayAsk: boolean): number {
    const [rows, levels, a, b] = [this.#rows, this.#levels, one * width, other * width];
    levelsAtAGlance(rows, a, b, levels);
    let bits = this.weights.prior;
    for (let field = place.birth; field < levels.length; field += 1) bits += this.#mostOf(field);
    const [first, last] = [rarityOfFirsts(rows, a, b), rarityOfLasts(rows, a, b)];
    if (bits + this.#mostOfNames + Math.max(0, first) + Math.max(0, last) < floor) return -Infinity;
    levels[place.name] = namesAtAGlance(rows, a, b);
    if (isOpen(levels[place.name] ?? unknown)) {
      if (bits + this.#mostOf(place.name) + mostOfRarity(levels[place.name] ?? unknown, first, last) < floor)
        return -Infinity;
      if (!mayAsk) return NaN;
      this.#ask(place.name, one, other);
    }
    const name = levels[place.name] ?? unknown;
    const ofLast = lastCounts[name] === true ? last : 0;
    bits += this.#mostOf(place.name) + ofLast + (firstCounts[name] === true ? first : 0);
    for (let field = place.birth; field < levels.length && bits >= floor; field += 1) {
      if (!isOpen(levels[field] ?? unknown)) continue;
      if (!mayAsk) return NaN;
      bits -= this.#mostOf(field);
      this.#ask(field, one, other);
      bits += this.#mostOf(field);
    }
    return bits < floor ? -Infinity : bits - this.#householdBits(ofLast);
  }

  #ask(field: number, one: number, other: number): void {
    const [a, b] = [this.#forms[one], this.#forms[other]];
    this.#levels[field] = (a && b && comparisons[field]?.levelOf(a, b)) ?? unknown;
  }

  #mostOf(field: number): number {
    return this.#person[entryOf(field, this.#levels[field] ?? unknown)] ?? 0;
  }

  #householdBits(last: number): number {
    let together = this.weights.homePrior + last;
    for (let field = 0; field < this.#levels.length; field += 1) {
      together += this.#home[entryOf(field, this.#levels[field] ?? unknown)] ?? 0;
    }
    return householdBits(together);
  }
}

/** `level`: an open one. Both names count only where both are the same. */
const mostOfRarity = (level: number, first: number, last: number): number =>
  level === open(nameLevel.reversed) ? Math.max(0, first) + Math.max(0, last) : Math.max(0, first, last);

const nothing: Partial<MatchForm> = {};
