import { describe, expect, it } from '@jest/globals';
import { choice, flag, integer, number, readCommandLine, text } from './index.ts';

const settings = {
  seed: integer('seed', 1, { min: 0, max: 1_000 }),
  kills: integer('kills', undefined, { min: 1, max: 1_000 }),
  minutes: number('minutes', 15, { min: 0, max: 60 }),
  tier: choice('tier', ['short', 'long']),
  only: text('only', ''),
  json: flag('json'),
};
const read = (...args: string[]) =>
  readCommandLine({ args, settings, takesWords: true, describedIn: 'verify/README.md' });

describe('the command line', () => {
  it('has defaults for everything that is not said', () => {
    expect(read()).toEqual({
      ok: true,
      values: { seed: 1, kills: undefined, minutes: 15, tier: 'short', only: '', json: false },
      words: [],
    });
  });

  it('reads what is said, in any order, with the words beside it', () => {
    expect(read('faults', '--seed', '7', '--json', '--tier=long', '--minutes', '.5', '--kills', '3', 'now')).toEqual({
      ok: true,
      values: { seed: 7, kills: 3, minutes: 0.5, tier: 'long', only: '', json: true },
      words: ['faults', 'now'],
    });
  });

  it.each([
    ['an option that there is none of', ['--speed', '7'], 'there is no option --speed'],
    ['a short one', ['-x'], 'there is no option -x'],
    ['a word as a number', ['--seed', 'seven'], '--seed must be a whole number from 0 to 1000'],
    ['a part as a whole number', ['--kills', '1.5'], '--kills must be a whole number from 1 to 1000'],
    ['a blank as a number', ['--seed', ' '], '--seed must be a whole number from 0 to 1000'],
    ['a number out of its range', ['--minutes', '-1'], '--minutes must be a number from 0 to 60'],
    ['a choice that there is not', ['--tier', 'middle'], '--tier must be one of short, long'],
    ['an option at the end without its value', ['--seed'], '--seed needs a value'],
    ['an empty value', ['--only='], '--only needs a value'],
    ['another option in the place of a value', ['--only', '--json'], '--only needs a value'],
    ['a value where none is taken', ['--json=yes'], '--json takes no value'],
    [
      'several at once',
      ['--speed', '--seed', 'x', '--minutes', 'y'],
      'there is no option --speed; --seed must be a whole number from 0 to 1000; --minutes must be a number from 0 to 60',
    ],
  ])('refuses %s in one line that says where to look', (_, args, problem) => {
    expect(read(...args)).toEqual({
      ok: false,
      problem: `${problem}. The options are described in verify/README.md.`,
    });
  });

  it('refuses a word where none is expected', () => {
    expect(readCommandLine({ args: ['faults'], settings, describedIn: 'bench/README.md' })).toEqual({
      ok: false,
      problem: 'faults belongs to no option. The options are described in bench/README.md.',
    });
  });

  it('takes what begins with one dash as a value', () => {
    expect(read('--only', '-')).toMatchObject({ ok: true, values: { only: '-' } });
  });
});
