import { describe, expect, it } from '@jest/globals';
import { laneDefaults } from './lane-options.ts';
import { verdict, type Failures, type Verdict } from './verdict.ts';

const failures = (some: Partial<Failures>): Failures => ({
  last: 'throws',
  throws: 0,
  hangs: 0,
  messages: 500,
  piece: false,
  ...some,
});

describe('what becomes of a batch that does not pass', () => {
  const table: readonly [string, Partial<Failures>, Verdict][] = [
    ['a batch throws for the first time', { throws: 1 }, 'again'],
    ['a batch throws again', { throws: 2 }, 'halve'],
    ['a piece of it throws', { throws: 1, piece: true }, 'halve'],
    ['a batch hangs', { last: 'hangs', hangs: 1 }, 'apart'],
    ['a piece hangs', { last: 'hangs', hangs: 1, piece: true }, 'apart'],
    ['the handler knows that it never will', { last: 'never', throws: 1 }, 'halve'],
    ['a message throws', { throws: 1, messages: 1 }, 'again'],
    ['a message that came out of a batch throws', { throws: 1, messages: 1, piece: true }, 'again'],
    ['a message throws for the fourth time', { throws: 4, messages: 1 }, 'again'],
    ['a message throws for the fifth time', { throws: 5, messages: 1 }, 'park'],
    ['a message hangs', { last: 'hangs', hangs: 1, messages: 1 }, 'again'],
    ['a message hangs again', { last: 'hangs', hangs: 2, messages: 1 }, 'park'],
    ['a message throws and hangs in turn', { throws: 4, hangs: 1, messages: 1 }, 'park'],
    ['a message never will', { last: 'never', throws: 1, messages: 1 }, 'park'],
  ];
  it.each(table)('%s', (_, some, expected) => {
    expect(verdict(failures(some), laneDefaults)).toBe(expected);
  });

  it('a hang is decided before the watchdog takes the lane for dead', () => {
    const { handlingMs, hangsAlone, stuckAfterMs } = laneDefaults;
    expect((1 + hangsAlone) * handlingMs).toBeLessThan(stuckAfterMs);
  });
});
