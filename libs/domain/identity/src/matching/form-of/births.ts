/** Dates of birth as they are compared. */
import { birthYears, readBirth } from '@tributary/domain-cleansing';
import { daysOf, noDay } from '../comparisons/birth.ts';
import { type BirthDate } from '../form.ts';

/** A year like 2528 is one of the Buddhist era, whoever wrote it. */
export function birthsOf(raw: string): readonly BirthDate[] {
  return readBirth(raw, { buddhist: true })?.candidates.map(birthOf) ?? slipOf(raw);
}

const birthOf = (digits: number): BirthDate => ({
  digits,
  year: Math.floor(digits / 10_000),
  days: daysOf(digits),
});

/** The first and the last day of a year that nobody was born in are what programmes write for "never". */
const never: readonly number[] = [101, 1231];
const written = [/^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/, /^(\d{4})(\d{2})(\d{2})$/];

/**
 * A day on which nobody can have been born, written in full, was a day before a finger slipped: it can still be one edit from another. A year
 * without a month says less than that.
 */
function slipOf(raw: string): readonly BirthDate[] {
  const text = raw.trim();
  const found = written.map((form) => form.exec(text)).find((match) => match !== null);
  const [year = 0, month = 0, day = 0] = (found ?? []).slice(1).map(Number);
  const ofYear = month * 100 + day;
  const isYear = year >= birthYears.first && year <= birthYears.last;
  if (ofYear === 0 || (isYear ? isInCalendar(year, month, day) : never.includes(ofYear))) return [];
  return [{ ...birthOf(year * 10_000 + ofYear), days: noDay }];
}

const isInCalendar = (year: number, month: number, day: number): boolean =>
  month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
