/** People in a few words, and a comparison small enough to be followed by hand; for specs. */
import { EventCollected, eventId, recordId, type Identifier, type RecordId } from '@tributary/contracts';
import { type Assertion } from './assertion.ts';
import { type ComponentFacts } from './component.ts';
import { comparesAtLeast, probabilityOf, type Comparisons } from './comparisons.ts';
import { factsOf, mergeFacts, type RecordFacts } from './facts.ts';
import { type Comparison, type ComparedField } from './matching/matcher.ts';
import { type People } from './people.ts';
import { defaultPolicy, type Policy } from './policy.ts';

const minute = 60_000;
const start = Date.parse('2026-03-01T10:00:00.000Z');

/** `user_id:1 anonymous_id:a`: the record named after the first identifier; what it says of itself. */
export type Said = readonly [identifiers: string, traits?: Readonly<Record<string, unknown>>, source?: string];

/** The record of these identifiers: it is named after the first. */
export const named = (text: string): RecordId => recordId(`r_${text.split(' ', 1)[0] ?? ''}`);

/** Each a minute after the one before. */
export function component(
  said: readonly Said[],
  assertions: readonly Assertion[] = [],
  policy: Policy = defaultPolicy,
) {
  const records = new Map<RecordId, RecordFacts>();
  for (const [index, one] of said.entries()) {
    const news = factsOf(eventOf(one, index), policy);
    const known = records.get(news.id);
    records.set(news.id, known ? mergeFacts(known, news, policy.limits) : news);
  }
  return { records, assertions, saturated: [] } satisfies ComponentFacts;
}

function eventOf([text, traits = {}, source = 'crm']: Said, index: number): EventCollected {
  const identifiers = text.split(' ').map((part): Identifier => {
    const [type = '', value = ''] = part.split(/:(.*)/s);
    return { type, value };
  });
  const time = new Date(start + index * minute).toISOString();
  const event = eventId(`e_${index}`);
  return { ...EventCollected.example, event, source, type: 'identify', identifiers, record: named(text), time, traits };
}

export const asserted = (kind: Assertion['kind'], a: string, b: string, at = 1): Assertion => {
  const [first, second] = [named(a), named(b)];
  return { kind, records: first < second ? [first, second] : [second, first], by: 'kim', at, why: 'called her' };
};

/** `a + b` per person. */
export const groups = ({ people }: Pick<People, 'people'>): string[] =>
  people.map(({ records }) => records.map((id) => id.replace('r_', '')).join(' + ')).sort();

const prior = -20;

/** Records with `first last` as name: 20 bits are needed, and every field has its few levels. */
export const byHand: Comparisons = {
  rules: {
    joinFrom: 0.5,
    reviewBelow: 0.95,
    reviewRefusedFrom: 0.9,
    guard: { bits: -5, members: 10 },
    recordsPerBlock: 20,
  },
  fingerprintOf: (record) => (record.traits.length === 0 ? undefined : JSON.stringify(record.traits)),
  codesOf: (record) => {
    const [last, birth] = [lastName(record), said(record, 'birth')];
    return [...(birth === undefined ? [] : [`birth|${birth}`]), ...(last === undefined ? [] : [`last|${last}`])];
  },
  speaks: (record) => record.traits.length > 0,
  bitsOf: (a, b) => compare(a, b)?.bits,
  compare,
  haveInCommon: (a, b, fields) => comparesAtLeast(fields, compare(a, b)),
  testimonyOf: compare,
};

function compare(a: RecordFacts, b: RecordFacts): Comparison | undefined {
  if (a.traits.length === 0 || b.traits.length === 0) return undefined;
  const [name, birth] = [compareNames(a, b), compareField(a, b, 'birth', [14, -7])];
  const fields = [name, birth, compareField(a, b, 'city', [5, -3])];
  const bits = fields.reduce((sum, field) => sum + field.bits, prior);
  const contradicts = name.level === 'else' && birth.level === 'else';
  const names = name.level === null ? 'incomplete' : 'complete';
  return { prior, fields, bits, p: probabilityOf(bits), contradicts, names };
}

function compareNames(a: RecordFacts, b: RecordFacts): ComparedField {
  const whole = compareField(a, b, 'name', [13, -6]);
  return whole.level === 'else' && lastName(a) === lastName(b) ? { field: 'name', level: 'last only', bits: 5 } : whole;
}

function compareField(a: RecordFacts, b: RecordFacts, field: string, [same, other]: readonly [number, number]) {
  const [p, q] = [said(a, field), said(b, field)];
  if (p === undefined || q === undefined) return { field, level: null, bits: 0 };
  return p === q ? { field, level: 'exact', bits: same } : { field, level: 'else', bits: other };
}

function said(record: RecordFacts, trait: string): string | undefined {
  const value = record.traits.find(({ name }) => name === trait)?.value;
  return typeof value === 'string' ? value : undefined;
}

const lastName = (record: RecordFacts): string | undefined => said(record, 'name')?.split(' ').at(-1);
