/** The smallest matcher with everything that matters: people are compared by given name and city, and meet under both. */
import { defaultPolicy, type Policy, type RecordFacts } from '@tributary/domain-identity';
import { type CompareRecords, type ComparesBy } from '../ports.ts';

/** What decides is who is latest, so what a record says changes with time. */
function saying(record: RecordFacts, name: string): string | undefined {
  const [latest] = record.traits
    .filter((trait) => trait.name === name && typeof trait.value === 'string')
    .sort((a, b) => b.time - a.time || (a.event < b.event ? 1 : -1));
  return latest === undefined ? undefined : String(latest.value);
}

const fields = ['given', 'city'] as const;
const agrees = { given: 4, city: 2 };
const prior = -3;

function bitsOf(a: RecordFacts, b: RecordFacts): number {
  let bits = prior;
  for (const field of fields) {
    const [own, other] = [saying(a, field), saying(b, field)];
    if (own !== undefined && other !== undefined) bits += own === other ? agrees[field] : -agrees[field];
  }
  return bits;
}

const tiny: CompareRecords = {
  keysOf: (record) =>
    fields.flatMap((field) => {
      const value = saying(record, field);
      return value === undefined ? [] : [`${field}|${value}`];
    }),
  fingerprintOf: (record) => {
    const keys = tiny.keysOf(record);
    return keys.length === 0 ? undefined : keys.join(' ');
  },
  bitsOf,
};

export const tinyMatcher: ComparesBy = (policy) => (policy.matching === undefined ? undefined : tiny);

/** Few records are a crowd here, so that what happens to crowds happens often. */
export const tinyPolicy: Policy = {
  ...defaultPolicy,
  identifiers: Object.fromEntries(
    Object.entries(defaultPolicy.identifiers).map(([type, rule]) => [
      type,
      { ...rule, records: rule.kind === 'exclusive' ? rule.records : 3 },
    ]),
  ),
  matching: {
    model: { version: 'tiny' },
    joinFrom: 0.5,
    reviewBelow: 0.95,
    reviewRefusedFrom: 0.9,
    guard: { bits: -5, members: 10 },
    recordsPerBlock: 3,
  },
};
