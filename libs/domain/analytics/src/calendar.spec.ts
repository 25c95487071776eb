import { describe, expect, it } from '@jest/globals';
import { daysBetween, daysIn, isDay } from './calendar.ts';

describe('daysIn', () => {
  it.each([
    ['UTC', '2011-01-01T23:59:59.999Z', '2011-01-01'],
    ['Europe/Vienna', '2011-01-01T23:00:00.000Z', '2011-01-02'],
    ['America/New_York', '2011-01-01T04:59:59.999Z', '2010-12-31'],
    ['America/New_York', '2011-07-01T04:00:00.000Z', '2011-07-01'], // summer time: four hours
    ['Asia/Kathmandu', '2011-01-01T18:15:00.000Z', '2011-01-02'], // five hours and three quarters
    ['Europe/London', '2012-02-29T12:00:00.000Z', '2012-02-29'],
  ])('in %s, %s is on %s', (zone, instant, day) => {
    const dayOf = daysIn(zone);
    expect(dayOf(instant)).toBe(day);
    expect(dayOf(instant)).toBe(day); // from memory
  });

  it('refuses a zone that does not exist', () => {
    expect(() => daysIn('Europe/Atlantis')).toThrow(RangeError);
    expect(() => daysIn('')).toThrow(RangeError);
  });
});

it('knows a day when it sees one', () => {
  expect(['2012-02-29', '2011-02-29', '2011-2-1', '2011-13-01', 'today'].map(isDay)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
});

it('counts calendar days over leap days', () => {
  expect(daysBetween('2012-02-28', '2012-03-01')).toBe(2);
  expect(daysBetween('2011-01-09', '2011-01-09')).toBe(0);
});
