/**
 * Bits of two records by the numbers of their rows. These settle most fields; parts and forms are asked about the others, and only where
 * enough bits are possible: forms of a million lie in a memory that fits in no cache.
 */
import { type Cells, cells, extended } from '../cells.ts';
import { comparisons } from '../comparisons/fields.ts';
import { unknown } from '../comparisons/level.ts';
import { lastCounts } from '../comparisons/name.ts';
import { type MatchForm } from '../form.ts';
import { householdBits, type Weights } from '../weights.ts';
import { width, writeRow } from './columns.ts';
import { emailByLetters, levelsAtAGlance } from './levels-at-a-glance.ts';
import { namesOfParts, streetsOfParts, townsOfParts } from './levels-of-parts.ts';
import { entryOf, isOpen, listOf, open, place } from './levels.ts';
import { namesAtAGlance, rarityFor, rarityOfFirsts, rarityOfLasts } from './names-at-a-glance.ts';
import { Parts } from './parts.ts';

/** How deep it is looked. */
export type Depth = typeof inRows | typeof inParts | typeof inForms;
export const inRows = 0;
export const inParts = 1;
export const inForms = 2;

const fields = comparisons.length;

export class Glances {
  readonly #forms: (MatchForm | undefined)[] = [];
  readonly #parts = new Parts();
  #rows = cells(1024 * width);
  /** Of the two at hand, by field. */
  readonly #levels = cells(fields);
  /** What these add up to, at most. */
  #most = 0;
  /** The same of those who wait, by the places where they do. */
  #waitingLevels: Cells = cells(64 * fields);
  readonly #waitingMost: number[] = [];
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
    if (form !== undefined) writeRow(form, this.#parts, this.#rows, row);
    return record;
  }

  formOf(record: number): MatchForm | undefined {
    return this.#forms[record];
  }

  /** Reads what will be asked for, so that the processor has fetched it by then. */
  touch(record: number, depth: Depth): void {
    const row = record * width;
    if (depth === inRows) this.#touched ^= (this.#rows[row] ?? 0) ^ (this.#rows[row + width / 2] ?? 0); // each line of it
    if (depth === inParts) this.#touched ^= this.#parts.touch(this.#rows, row);
    if (depth === inForms) this.#touched ^= touchForm(this.#forms[record]);
  }

  /** As `Matcher.bitsOf` of the two forms. */
  bitsOf(one: number, other: number, floor: number): number {
    const bits = this.glance(one, other, floor);
    return Number.isNaN(bits) ? this.look(one, other, floor, inForms) : bits;
  }

  /** As `bitsOf`; NaN where it must be looked deeper than in rows. */
  glance(one: number, other: number, floor: number): number {
    const [rows, levels, a, b] = [this.#rows, this.#levels, one * width, other * width];
    levelsAtAGlance(rows, a, b, levels);
    let most = this.weights.prior;
    for (let field = place.birth; field < fields; field += 1) most += this.#bitsFor(field, levels[field] ?? unknown);
    const [first, last] = [rarityOfFirsts(rows, a, b), rarityOfLasts(rows, a, b)];
    if (most + this.#mostOfNames + Math.max(0, first) + Math.max(0, last) < floor) return -Infinity;
    const name = namesAtAGlance(rows, a, b);
    levels[place.name] = name;
    this.#most = most + this.#bitsFor(place.name, name) + rarityFor(name, first, last);
    return this.look(one, other, floor, inRows);
  }

  /** The same of the two at hand, by what is to be found at this depth. */
  look(one: number, other: number, floor: number, depth: Depth): number {
    let isSettled = true;
    for (let field = 0; field < fields && this.#most >= floor; field += 1) {
      if (!isOpen(this.#levels[field] ?? unknown)) continue;
      const level = this.#levelOf(field, one, other, depth);
      if (isOpen(level)) isSettled = false;
      else this.#settle(field, level, one * width, other * width);
    }
    if (this.#most < floor) return -Infinity;
    return isSettled ? this.#most - this.#householdBits(one * width, other * width) : NaN;
  }

  /** What is known of the two at hand, for later; places are taken from 0 on, one after another. */
  keep(waiting: number): void {
    const start = waiting * fields;
    if (start === this.#waitingLevels.length) this.#waitingLevels = extended(this.#waitingLevels);
    for (let field = 0; field < fields; field += 1) this.#waitingLevels[start + field] = this.#levels[field] ?? unknown;
    this.#waitingMost[waiting] = this.#most;
  }

  /** Two that have waited are at hand again. */
  resume(waiting: number): void {
    const start = waiting * fields;
    for (let field = 0; field < fields; field += 1) this.#levels[field] = this.#waitingLevels[start + field] ?? unknown;
    this.#most = this.#waitingMost[waiting] ?? 0;
  }

  #levelOf(field: number, one: number, other: number, depth: Depth): number {
    const [rows, a, b] = [this.#rows, one * width, other * width];
    if (depth === inForms) return this.#levelOfForms(field, one, other);
    if (depth === inRows) return field === place.email ? emailByLetters(rows, a, b) : open(0);
    if (field === place.name) return namesOfParts(this.#parts, rows, a, b);
    if (field === place.address) return streetsOfParts(this.#parts, rows, a, b);
    const isTold = field === place.city && !isOpen(this.#levels[place.postcode] ?? unknown);
    return isTold ? townsOfParts(this.#parts, rows, a, b) : open(0);
  }

  #levelOfForms(field: number, one: number, other: number): number {
    const [a, b] = [this.#forms[one], this.#forms[other]];
    return (a && b && comparisons[field]?.levelOf(a, b)) ?? unknown;
  }

  #settle(field: number, level: number, a: number, b: number): void {
    const before = this.#levels[field] ?? unknown;
    this.#levels[field] = level;
    this.#most += this.#bitsFor(field, level) - this.#bitsFor(field, before);
    if (field !== place.name) return;
    const [first, last] = [rarityOfFirsts(this.#rows, a, b), rarityOfLasts(this.#rows, a, b)];
    this.#most += rarityFor(level, first, last) - rarityFor(before, first, last);
  }

  /** Of a level, at most where it is open. */
  #bitsFor(field: number, level: number): number {
    return this.#person[entryOf(field, level)] ?? 0;
  }

  #householdBits(a: number, b: number): number {
    const levels = this.#levels;
    let together = this.weights.homePrior;
    if (lastCounts[levels[place.name] ?? unknown] === true) together += rarityOfLasts(this.#rows, a, b);
    for (let field = 0; field < fields; field += 1) {
      together += this.#home[entryOf(field, levels[field] ?? unknown)] ?? 0;
    }
    return householdBits(together);
  }
}

/** Of what forms are mostly asked about. */
const touchForm = (form: MatchForm | undefined): number =>
  (form?.emails[0]?.local.hash ?? 0) ^ (form?.postcode?.hash ?? 0);
