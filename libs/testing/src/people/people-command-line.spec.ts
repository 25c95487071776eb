import { describe, expect, it } from '@jest/globals';
import { mixes } from './mix.ts';
import { mostRecords, readPeopleCommandLine } from './people-command-line.ts';
import { peopleRecords } from './people-records.ts';

const now = Date.parse('2026-01-01');

describe('the command line of generated people', () => {
  it('is read, with defaults for what it does not say', () => {
    expect(readPeopleCommandLine(['--records', '5', '--out', 'x.csv'])).toEqual({
      ...{ kind: 'people', records: 5, out: 'x.csv' },
      ...{ seed: 1, mix: mixes.world, now },
    });
    const all = ['--records=7', '--out=x', '--seed', '-3', '--mix', 'latin', '--now', '2025-06-01'];
    const asked = { records: 7, seed: -3, mix: mixes.latin, now: Date.parse('2025-06-01') };
    expect(readPeopleCommandLine(all)).toMatchObject(asked);
  });

  it('asks for help', () => {
    expect(readPeopleCommandLine(['--help'])).toEqual({ kind: 'help' });
  });

  it.each([
    ...['1.5', '-5', '0', 'many', '', '1e3', 'Infinity', String(mostRecords + 1)].map(
      (records) => [['--records', records, '--out', 'x'], /^--records must be a whole number from 1 to /] as const,
    ),
    [['--out', 'x'], /^--records must be/],
    [['--records', '5'], /^--out must be the file/],
    [['--records', '5', '--out', 'x', '--seed', '1.5'], /^--seed must be a whole number/],
    [['--records', '5', '--out', 'x', '--mix', 'toString'], /^--mix must be one of world, latin/],
    [['--records', '5', '--out', 'x', '--now', 'soon'], /^--now must be a day/],
    [['--bogus', '1'], /^Unknown option '--bogus'/],
    [['--records'], /^Option '--records <value>' argument missing/],
    [['word'], /^Unexpected argument 'word'/],
  ])('is refused in a line: %j', (args, problem) => {
    const asked = readPeopleCommandLine(args);
    expect(asked).toEqual({ kind: 'refused', problem: expect.stringMatching(problem) });
    expect(asked).not.toMatchObject({ problem: expect.stringContaining('\n') });
  });
});

it.each([1.5, -1, Number.NaN, Number.POSITIVE_INFINITY])(
  '%p records are not made, rather than without end',
  (records) => {
    expect(() => peopleRecords({ seed: 1, records, now }).next()).toThrow(RangeError);
  },
);
