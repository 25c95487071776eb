/** The smallest matcher with everything that matters: people are compared by given name and city, and meet under both. */
import {
  comparesAtLeast,
  defaultPolicy,
  type Comparisons,
  type Policy,
  type RecordFacts,
} from '@tributary/domain-identity';

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

function compare(a: RecordFacts, b: RecordFacts): ReturnType<Comparisons['compare']> {
  if (!speaks(a) || !speaks(b)) return undefined;
  const compared = fields.map((field) => {
    const [own, other] = [saying(a, field), saying(b, field)];
    if (own === undefined || other === undefined) return { field, level: null, bits: 0 };
    const same = own === other;
    return { field, level: same ? 'exact' : 'else', bits: same ? agrees[field] : -agrees[field] };
  });
  const bits = compared.reduce((sum, field) => sum + field.bits, prior);
  return { prior, fields: compared, bits, p: 1 / (1 + 2 ** -bits), contradicts: false, names: 'complete' };
}

const keysOf = (record: RecordFacts): readonly string[] =>
  fields.flatMap((field) => {
    const value = saying(record, field);
    return value === undefined ? [] : [`${field}|${value}`];
  });

const speaks = (record: RecordFacts): boolean => keysOf(record).length > 0;

/** A block of more than three records is full. */
export const tinyComparisons: Comparisons = {
  rules: {
    joinFrom: 0.5,
    reviewBelow: 0.95,
    reviewRefusedFrom: 0.9,
    guard: { bits: -5, members: 10 },
    recordsPerBlock: 3,
  },
  fingerprintOf: (record) => (speaks(record) ? keysOf(record).join(' ') : undefined),
  codesOf: keysOf,
  speaks,
  bitsOf: (a, b) => compare(a, b)?.bits,
  compare,
  haveInCommon: (a, b, fields) => comparesAtLeast(fields, compare(a, b)),
  testimonyOf: compare,
};

/** Few records are a crowd here, so that what happens to crowds happens often. */
export const tinyPolicy: Policy = {
  ...defaultPolicy,
  identifiers: Object.fromEntries(
    Object.entries(defaultPolicy.identifiers).map(([type, rule]) => [
      type,
      { ...rule, records: rule.kind === 'exclusive' ? rule.records : 3 },
    ]),
  ),
};

/** The same; stricter: what three records carry joins nobody; narrower: a browser is no identifier. */
export const tinyPolicies: readonly Policy[] = [
  tinyPolicy,
  {
    ...tinyPolicy,
    version: 2,
    identifiers: Object.fromEntries(
      Object.entries(tinyPolicy.identifiers).map(([type, rule]) => [
        type,
        { ...rule, records: Math.min(rule.records, 2) },
      ]),
    ),
  },
  {
    ...tinyPolicy,
    version: 3,
    identifiers: Object.fromEntries(Object.entries(tinyPolicy.identifiers).filter(([type]) => type !== 'anonymous_id')),
  },
];
