/** Dates of birth as they are compared. */
import { readBirth } from '@tributary/domain-cleansing';
import { type BirthDate } from '../form.ts';

export function birthsOf(raw: string): readonly BirthDate[] {
  return readBirth(raw)?.candidates.map(birthOf) ?? slipOf(raw);
}

function birthOf(digits: number): BirthDate {
  const [year, month, day] = [Math.floor(digits / 10_000), Math.floor(digits / 100) % 100, digits % 100];
  return { digits, year, days: Date.UTC(year, month - 1, day) / 86_400_000 };
}

/** A day that no calendar has, written in full, was a day before a finger slipped: it can still be one edit from another. */
function slipOf(raw: string): readonly BirthDate[] {
  const [, year = '', month = '', day = ''] = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(raw.trim()) ?? [];
  const impossible =
    Number(month) > 12 || Number(day) > new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  if (year === '' || !impossible) return [];
  return [{ ...birthOf(Number(year + month + day)), days: Number.NaN }];
}
