/** Two words of rows, by their letters. */
import { type Cells } from '../cells.ts';
import { boundOf, mostMatches } from '../text/letters.ts';
import { ofWord } from './columns.ts';

/** As the same word has. */
export const haveSameLetters = (rows: Cells, a: number, b: number): boolean =>
  rows[a + ofWord.letters] === rows[b + ofWord.letters] &&
  rows[a + ofWord.twice] === rows[b + ofWord.twice] &&
  rows[a + ofWord.start] === rows[b + ofWord.start] &&
  rows[a + ofWord.sizes] === rows[b + ofWord.sizes];

/** An upper bound of Jaro-Winkler. */
export function likeness(rows: Cells, a: number, b: number): number {
  const [sizesA, sizesB] = [rows[a + ofWord.sizes] ?? 0, rows[b + ofWord.sizes] ?? 0];
  const letters = (rows[a + ofWord.letters] ?? 0) & (rows[b + ofWord.letters] ?? 0);
  const twice = (rows[a + ofWord.twice] ?? 0) & (rows[b + ofWord.twice] ?? 0);
  const most = mostMatches(letters, twice, sizesA & 0xffff, sizesB & 0xffff);
  return boundOf(most, sizesA >>> 16, sizesB >>> 16, (rows[a + ofWord.start] ?? 0) ^ (rows[b + ofWord.start] ?? 0));
}
