/** What `npm run generate:people` is asked to make; everything that cannot be made is refused before a file is begun. */
import { parseArgs } from 'node:util';
import { mixes, type Mix } from './mix.ts';

/** A file of some two gigabytes, ten times what anything is measured on: a slip of the finger fills no disk. */
export const mostRecords = 10_000_000;

export const peopleUsage = `Usage: npm run generate:people -- --records N --out FILE [--seed S] [--mix ${Object.keys(mixes).join('|')}] [--now 2026-01-01]
N is a whole number from 1 to ${mostRecords}, S a whole number.
`;

export type PeopleAsked =
  | {
      readonly kind: 'people';
      readonly records: number;
      readonly seed: number;
      readonly mix: Mix;
      readonly now: number;
      readonly out: string;
    }
  | { readonly kind: 'help' }
  /** `problem`: in one line. */
  | { readonly kind: 'refused'; readonly problem: string };

const options = {
  records: { type: 'string' },
  out: { type: 'string' },
  seed: { type: 'string', default: '1' },
  mix: { type: 'string', default: 'world' },
  now: { type: 'string', default: '2026-01-01' },
  help: { type: 'boolean', default: false },
} as const;

const mixesByName = new Map<string, Mix>(Object.entries(mixes));

export function readPeopleCommandLine(args: readonly string[]): PeopleAsked {
  let values;
  try {
    ({ values } = parseArgs({ args: joined(args), options }));
  } catch (error) {
    const [problem = ''] = String(error).split('\n');
    return refused(`${problem.replace(/^\w+ \[\w+\]: /, '').replace(/\.$/, '')}.`);
  }
  if (values.help) return { kind: 'help' };
  const [records, seed, now] = [wholeNumber(values.records), wholeNumber(values.seed), Date.parse(values.now)];
  if (records === undefined || records < 1 || records > mostRecords) {
    return refused(`--records must be a whole number from 1 to ${mostRecords}.`);
  }
  if (values.out === undefined || values.out === '') return refused('--out must be the file to write.');
  if (seed === undefined) return refused('--seed must be a whole number.');
  const mix = mixesByName.get(values.mix);
  if (mix === undefined) return refused(`--mix must be one of ${[...mixesByName.keys()].join(', ')}.`);
  if (Number.isNaN(now)) return refused('--now must be a day such as 2026-01-01.');
  return { kind: 'people', records, seed, mix, now, out: values.out };
}

const refused = (problem: string): PeopleAsked => ({ kind: 'refused', problem });

/** Node takes what begins with a dash for an option, a negative number too. */
function joined(args: readonly string[]): string[] {
  const all: string[] = [];
  for (const arg of args) {
    const before = all.at(-1);
    if (/^-\d/.test(arg) && before !== undefined && /^--[^=]+$/.test(before)) all[all.length - 1] = `${before}=${arg}`;
    else all.push(arg);
  }
  return all;
}

function wholeNumber(text: string | undefined): number | undefined {
  const value = Number(text);
  return text !== undefined && /^-?\d+$/.test(text) && Number.isSafeInteger(value) ? value : undefined;
}
