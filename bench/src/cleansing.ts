/**
 * Cleansing as the doors and identity call it, over generated people in all languages, against what any reader of the same texts
 * does at least: trim them and split them into words. CPU time, which neighbours on the machine change little.
 */
import {
  givenNameKeys,
  metaphone,
  readBirth,
  readCity,
  readEmail,
  readName,
  readPhone,
  readPostcode,
  readStreet,
} from '@tributary/domain-cleansing';
import { peopleRecords, type PersonTraits } from '@tributary/testing';
import { ratio, round } from './measure.ts';

const records = 20_000;
const now = Date.UTC(2026, 0, 1);
/** The first warms up; each figure is the least of the others, as whatever disturbs only adds to it. */
const runs = 4;

interface Field {
  readonly textOf: (record: PersonTraits) => string | undefined;
  readonly read: (text: string, country: string | undefined) => unknown;
}

/** As `readForm` and `readIdentifier` of identity call them. */
const fields = {
  givenName: {
    textOf: ({ firstName }) => firstName,
    read: (given) => {
      const name = readName({ given });
      const ways = name?.romanised.map((way) => way.given[0] ?? '') ?? [];
      return [name?.given[0] ?? '', ...ways].map(givenNameKeys);
    },
  },
  familyName: {
    textOf: ({ lastName }) => lastName,
    read: (family) => {
      const name = readName({ family });
      return metaphone(name?.romanised[0]?.family.join('') ?? '');
    },
  },
  wholeName: { textOf: ({ name }) => name, read: (full) => readName({ full }) },
  address: { textOf: ({ address }) => address?.street, read: (street) => readStreet([street]) },
  city: { textOf: ({ address }) => address?.city, read: (city) => readCity(city) },
  postcode: { textOf: ({ address }) => address?.postalCode, read: readPostcode },
  phone: { textOf: ({ phone }) => phone, read: readPhone },
  email: { textOf: ({ email }) => email, read: (email) => readEmail(email) },
  date: { textOf: ({ birthday }) => birthday, read: (birthday) => readBirth(birthday) },
} satisfies Readonly<Record<string, Field>>;

type FieldName = keyof typeof fields;
// eslint-disable-next-line no-restricted-syntax -- its own keys
const names = Object.keys(fields) as readonly FieldName[];

/** Microseconds of CPU for each value. */
interface FieldFigures {
  readonly values: number;
  readonly cleansing: number;
  readonly ceiling: number;
}

export interface CleansingFigures {
  /** All fields of a record. */
  readonly recordsPerSecond: number;
  readonly ceilingRecordsPerSecond: number;
  readonly ratio: number;
  readonly microsecondsPerValue: Readonly<Record<string, FieldFigures>>;
}

/** Each run reads other people: what cleansing remembers of frequent values helps as often as it does in life, and no more. */
export function benchCleansing(): Promise<CleansingFigures> {
  const measured = Array.from({ length: runs }, (_, run) => measureAll(peopleOf(run))).slice(1);
  const best = names.map((name) => [name, leastOf(measured.map((run) => run[name]))] as const);
  const total = (cost: (field: FieldFigures) => number): number =>
    best.reduce((sum, [, field]) => sum + field.values * cost(field), 0);
  const [cleansing, ceiling] = [total((field) => field.cleansing), total((field) => field.ceiling)];
  return Promise.resolve({
    recordsPerSecond: round((records * 1e6) / cleansing),
    ceilingRecordsPerSecond: round((records * 1e6) / ceiling),
    ratio: ratio(ceiling, cleansing),
    microsecondsPerValue: Object.fromEntries(best.map(([name, field]) => [name, shown(field)])),
  });
}

const peopleOf = (run: number): readonly PersonTraits[] =>
  [...peopleRecords({ seed: 2_026 + run, records, now })].map(({ record }) => record);

type Run = Readonly<Record<FieldName, FieldFigures>>;

function measureAll(people: readonly PersonTraits[]): Run {
  const measured = names.map((name) => [name, measure(fields[name], people)] as const);
  // eslint-disable-next-line no-restricted-syntax -- one entry for each name
  return Object.fromEntries(measured) as Run;
}

function measure({ textOf, read }: Field, people: readonly PersonTraits[]): FieldFigures {
  const said = people.flatMap((person) => {
    const text = textOf(person);
    return text === undefined ? [] : [{ text, country: person.address?.country }];
  });
  return {
    values: said.length,
    ceiling: microsecondsOf(said, (text) => text.trim().split(/\s+/)),
    cleansing: microsecondsOf(said, read),
  };
}

interface Said {
  readonly text: string;
  readonly country: string | undefined;
}

function microsecondsOf(said: readonly Said[], read: Field['read']): number {
  let answered = 0;
  const before = process.cpuUsage();
  // Answers are looked at, so that no call can be left out as useless.
  for (const { text, country } of said) if (read(text, country) !== undefined) answered += 1;
  const { user, system } = process.cpuUsage(before);
  if (answered === 0) throw new Error('No value was understood: something else was measured.');
  return (user + system) / said.length;
}

/** A field has about as many values in each run. */
const leastOf = (measured: readonly FieldFigures[]): FieldFigures => ({
  values: round(measured.reduce((sum, { values }) => sum + values, 0) / measured.length),
  cleansing: Math.min(...measured.map(({ cleansing }) => cleansing)),
  ceiling: Math.min(...measured.map(({ ceiling }) => ceiling)),
});

const shown = ({ values, cleansing, ceiling }: FieldFigures): FieldFigures => ({
  ...{ values, cleansing: ratio(cleansing, 1), ceiling: ratio(ceiling, 1) },
});
