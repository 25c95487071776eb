/** Levels of two rows by the parts that they name; open where forms must be asked. */
import { levelOfNames } from '../comparisons/name.ts';
import { levelOfStreets, levelOfTowns } from '../comparisons/place.ts';
import { type Cells } from '../cells.ts';
import { column } from './columns.ts';
import { open } from './levels.ts';
import { type Parts } from './parts.ts';

export function namesOfParts({ firsts, lasts }: Parts, rows: Cells, a: number, b: number): number {
  const [firstA, lastA] = [firsts.of(rows[a + column.firstName] ?? 0), lasts.of(rows[a + column.lastName] ?? 0)];
  const [firstB, lastB] = [firsts.of(rows[b + column.firstName] ?? 0), lasts.of(rows[b + column.lastName] ?? 0)];
  if (firstA === null || lastA === null || firstB === null || lastB === null) return open(0);
  return levelOfNames(firstA, lastA, firstB, lastB);
}

export function streetsOfParts({ streets }: Parts, rows: Cells, a: number, b: number): number {
  const [one, other] = [streets.of(rows[a + column.street] ?? 0), streets.of(rows[b + column.street] ?? 0)];
  return one && other ? levelOfStreets(one, other) : open(0);
}

export function townsOfParts({ cities }: Parts, rows: Cells, a: number, b: number): number {
  const [one, other] = [cities.of(rows[a + column.city] ?? 0), cities.of(rows[b + column.city] ?? 0)];
  return one && other ? levelOfTowns(one, other) : open(0);
}
