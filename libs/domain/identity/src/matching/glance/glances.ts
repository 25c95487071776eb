/** Whether two records may come to enough bits to be one person, by the numbers of their rows; a no is certain. */
import { levelOfDays } from '../comparisons/birth.ts';
import { likeLocals } from '../comparisons/contact.ts';
import { levelOfMarks, townSpeaks } from '../comparisons/place.ts';
import { unknown } from '../comparisons/level.ts';
import { type MatchForm } from '../form.ts';
import { type Cells, cells, extended } from '../cells.ts';
import { mayBeOneEdit } from '../text/one-edit.ts';
import { type Weights } from '../weights.ts';
import { column, ofWord, says, streetSizeAt, width, writeRow } from './columns.ts';
import { likeness, mostOfNames } from './most-of-names.ts';

export class Glances {
  #rows = cells(1024 * width);
  #used = 0;
  // eslint-disable-next-line no-unused-private-class-members -- what is read for it alone must be kept, or it is not read
  #touched = 0;

  constructor(private readonly weights: Weights) {}

  /** Records come one after another, with or without a form. */
  add(form: MatchForm | undefined): void {
    if (this.#used === this.#rows.length) this.#rows = extended(this.#rows);
    if (form !== undefined) writeRow(form, this.#rows, this.#used);
    this.#used += width;
  }

  /** Reads from each line of the record's row, so that the processor has fetched it when it is asked for. */
  touch(record: number): void {
    const row = record * width;
    this.#touched ^= (this.#rows[row] ?? 0) ^ (this.#rows[row + width / 2] ?? 0);
  }

  /** False only where the two come to less than `floor` bits. */
  mayReach(floor: number, one: number, other: number): boolean {
    const { person, prior, most } = this.weights;
    const [rows, a, b] = [this.#rows, one * width, other * width];
    const said = (rows[a] ?? 0) & (rows[b] ?? 0);
    const postcode = said & says.postcode ? bestLevelOfPostcodes(rows, a, b) : unknown;
    let bits = prior + mostOfNames(rows, a, b, person.name);
    if (said & says.number) bits += of(most.number, 0);
    if (postcode !== unknown) bits += of(most.postcode, postcode);
    if (said & says.birth) bits += mostOfBirth(rows, a, b, most);
    if (said & says.phone) bits += mostOfPhone(rows, a, b, most);
    if (said & says.email) bits += mostOfEmail(rows, a, b, most);
    if (said & says.street) bits += of(most.address, bestLevelOfStreets(rows, a, b));
    if (said & says.city && townSpeaks(postcode)) bits += of(most.city, isEqual(rows, a, b, column.city) ? 0 : 1);
    return bits >= floor;
  }
}

type Most = Weights['most'];

function mostOfBirth(rows: Cells, a: number, b: number, most: Most): number {
  if (((rows[a] ?? 0) | (rows[b] ?? 0)) & says.births) return of(most.birth, 0);
  const [daysA, daysB] = [rows[a + column.birthDays] ?? 0, rows[b + column.birthDays] ?? 0];
  return of(most.birth, levelOfDays(rows[a + column.birth] ?? 0, daysA, rows[b + column.birth] ?? 0, daysB));
}

/** Two mailboxes with like names may say nothing. */
function mostOfEmail(rows: Cells, a: number, b: number, most: Most): number {
  const [saidA, saidB] = [rows[a] ?? 0, rows[b] ?? 0];
  if ((saidA | saidB) & says.emails || isEqual(rows, a, b, column.email)) return Math.max(0, of(most.email, 0));
  if (likeness(rows, a + column.local, b + column.local) < likeLocals) return of(most.email, 4);
  const tell = (saidA & saidB & says.mailboxTells) !== 0;
  if (mayBeSameWord(rows, a + column.local, b + column.local)) return Math.max(0, of(most.email, 2));
  return Math.max(0, of(most.email, tell ? 3 : 4));
}

function mayBeSameWord(rows: Cells, a: number, b: number): boolean {
  return (
    isEqual(rows, a, b, ofWord.letters) &&
    isEqual(rows, a, b, ofWord.twice) &&
    isEqual(rows, a, b, ofWord.start) &&
    isEqual(rows, a, b, ofWord.sizes)
  );
}

function mostOfPhone(rows: Cells, a: number, b: number, most: Most): number {
  if (((rows[a] ?? 0) | (rows[b] ?? 0)) & says.phones || isEqual(rows, a, b, column.phone)) return of(most.phone, 0);
  return of(most.phone, mayBeOneEdit(rows[a + column.phoneDigits] ?? 0, rows[b + column.phoneDigits] ?? 0) ? 1 : 2);
}

/** As `levelOfPostcodes`; a slip of the fingers is possible by the digits alone. */
function bestLevelOfPostcodes(rows: Cells, a: number, b: number): number {
  if (isEqual(rows, a, b, column.postcode)) return 0;
  if (isEqual(rows, a, b, column.sector)) return 1;
  if (mayBeOneEdit(rows[a + column.postcodeDigits] ?? 0, rows[b + column.postcodeDigits] ?? 0)) return 2;
  const apart = (rows[a + column.region] ?? 0) ^ (rows[b + column.region] ?? 0);
  return apart >>> 16 === 0 ? 3 : (apart & 0xffff) === 0 ? 4 : 5;
}

function bestLevelOfStreets(rows: Cells, a: number, b: number): number {
  const onlyA = (rows[a + column.streetShortMarks] ?? 0) & ~(rows[b + column.streetMarks] ?? 0);
  const onlyB = (rows[b + column.streetShortMarks] ?? 0) & ~(rows[a + column.streetMarks] ?? 0);
  return levelOfMarks(onlyA, onlyB, ((rows[a] ?? 0) >>> streetSizeAt) + ((rows[b] ?? 0) >>> streetSizeAt));
}

const isEqual = (rows: Cells, a: number, b: number, where: number): boolean => rows[a + where] === rows[b + where];

const of = (most: Float64Array, level: number): number => most[level] ?? 0;
