import { describe, expect, it } from '@jest/globals';
import { daysToYesterday } from './dates.ts';

const shifted = (last: string, today: string): string => {
  const days = daysToYesterday(Date.parse(last), Date.parse(today));
  return new Date(Date.parse(last) + days * 86_400_000).toISOString();
};

describe('the dates of the sample', () => {
  it.each([
    ['2026-11-21T00:00:00Z', '2026-11-20T15:13:00.000Z'],
    ['2026-11-21T23:59:59Z', '2026-11-20T15:13:00.000Z'],
    ['2028-03-01T12:00:00Z', '2028-02-29T15:13:00.000Z'],
    ['2011-01-10T00:00:00Z', '2011-01-09T15:13:00.000Z'],
  ])('end yesterday, whenever today is %s', (today, expected) => {
    expect(shifted('2011-01-09T15:13:00Z', today)).toBe(expected);
  });
});
