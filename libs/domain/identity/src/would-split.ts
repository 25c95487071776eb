/** What holds a person together: each identifier and each field of a record is taken away in turn, and the rule asked again. */
import { type RecordId } from '@tributary/contracts';
import { type Join } from './clusters.ts';
import { comparesAtLeast, type Comparisons } from './comparisons.ts';
import { type RecordFacts } from './facts.ts';
import { keysOf } from './identifier.ts';
import { type Comparison, type Testimony } from './matching/matcher.ts';
import { partition, type Person } from './partition.ts';
import { type Policy } from './policy.ts';
import { compared, shown, type Explained } from './reasons.ts';
import { fieldName } from './waterfall.ts';

export interface WouldSplit {
  /** Empty where a field holds the parts together. */
  readonly identifier: string;
  /** One field of one record. */
  readonly field?: { readonly record: RecordId; readonly name: string };
  readonly into: readonly (readonly RecordId[])[];
  readonly because: string;
}

/** Each is a partition of its own: enough to show what holds a person together, cheap enough for a request. */
const mostTrials = 20;

type Trial =
  | { readonly kind: 'identifier'; readonly key: string }
  | { readonly kind: 'field'; readonly record: RecordId; readonly field: string };

/** `joins`: those of the person. */
export function wouldSplit(person: Person, joins: readonly Join[], explained: Explained): readonly WouldSplit[] {
  const trials = [...identifierTrials(joins), ...fieldTrials(joins, explained)].slice(0, mostTrials);
  return trials.flatMap((trial) => {
    const into = partsWithout(trial, person, explained);
    return into.length < 2 ? [] : [told(trial, into)];
  });
}

function told(trial: Trial, into: WouldSplit['into']): WouldSplit {
  if (trial.kind === 'identifier') {
    const identifier = shown(trial.key);
    return { identifier, into, because: `Only ${identifier} holds these parts together.` };
  }
  const { record, field: name } = trial;
  const because = `Without the ${fieldName(name)} of ${record} too little holds these parts together.`;
  return { identifier: '', field: { record, name }, into, because };
}

function identifierTrials(joins: readonly Join[]): readonly Trial[] {
  const keys = joins.filter(({ tier, key }) => tier !== 'scored' && key !== '').map(({ key }) => key);
  return [...new Set(keys)].map((key) => ({ kind: 'identifier', key }));
}

/** Fields that speak for a scored join, the strongest first. */
function fieldTrials(joins: readonly Join[], explained: Explained): readonly Trial[] {
  const trials = joins.flatMap(({ tier, records }) => {
    const fields = tier === 'scored' ? (compared(...records, explained)?.fields ?? []) : [];
    const speaking = fields.filter(({ bits }) => bits > 0).sort((a, b) => b.bits - a.bits);
    return speaking.flatMap(({ field }) => records.map((record): Trial => ({ kind: 'field', record, field })));
  });
  return [...new Map(trials.map((trial) => [JSON.stringify(trial), trial])).values()];
}

function partsWithout(trial: Trial, person: Person, { component, policy, comparisons }: Explained) {
  const saturated = trial.kind === 'identifier' ? [...component.saturated, trial.key] : component.saturated;
  const { people } = partition({
    facts: component.records.values(),
    assertions: component.assertions,
    policy,
    saturated,
    ...(comparisons && { comparisons: blind(comparisons, trial, policy) }),
  });
  const own = new Set(person.records);
  return people.map(({ records }) => records.filter((id) => own.has(id))).filter((records) => records.length > 0);
}

function blind(comparisons: Comparisons, trial: Trial, policy: Policy): Comparisons {
  return trial.kind === 'identifier'
    ? withoutIdentifier(comparisons, trial.key, policy)
    : withoutField(comparisons, trial.record, trial.field);
}

function withoutIdentifier(comparisons: Comparisons, key: string, policy: Policy): Comparisons {
  const stripped = new Map<RecordFacts, RecordFacts>();
  const strip = (record: RecordFacts): RecordFacts => {
    const known = stripped.get(record);
    if (known !== undefined) return known;
    const identifiers = record.identifiers.filter((identifier) => !keysOf(identifier, policy).includes(key));
    const rest = identifiers.length === record.identifiers.length ? record : { ...record, identifiers };
    stripped.set(record, rest);
    return rest;
  };
  return {
    rules: comparisons.rules,
    fingerprintOf: (record) => comparisons.fingerprintOf(strip(record)),
    codesOf: (record) => comparisons.codesOf(strip(record)),
    speaks: (record) => comparisons.speaks(strip(record)),
    bitsOf: (a, b) => comparisons.bitsOf(strip(a), strip(b)),
    compare: (a, b) => comparisons.compare(strip(a), strip(b)),
    haveInCommon: (a, b, fields) => comparisons.haveInCommon(strip(a), strip(b), fields),
    testimonyOf: (a, b) => comparisons.testimonyOf(strip(a), strip(b)),
  };
}

/** As if the record had never said it: a field that one side does not know has no bits. */
function withoutField(comparisons: Comparisons, record: RecordId, field: string): Comparisons {
  const concerns = (a: RecordFacts, b: RecordFacts): boolean => a.id === record || b.id === record;
  const compare = (a: RecordFacts, b: RecordFacts): Comparison | undefined => {
    const comparison = comparisons.compare(a, b);
    const own = comparison?.fields.find((one) => one.field === field);
    if (comparison === undefined || own === undefined || !concerns(a, b)) return comparison;
    const fields = comparison.fields.map((one) => (one === own ? { ...one, level: null, bits: 0 } : one));
    const contradicts = comparison.contradicts && field !== 'name' && field !== 'birth';
    const names = field === 'name' ? 'incomplete' : comparison.names;
    return { ...comparison, fields, bits: comparison.bits - own.bits, contradicts, names };
  };
  const bitsOf = (a: RecordFacts, b: RecordFacts): number | undefined =>
    concerns(a, b) ? compare(a, b)?.bits : comparisons.bitsOf(a, b);
  const testimonyOf = (a: RecordFacts, b: RecordFacts): Testimony | undefined =>
    concerns(a, b) ? compare(a, b) : comparisons.testimonyOf(a, b);
  const haveInCommon = (a: RecordFacts, b: RecordFacts, fields: number): boolean =>
    concerns(a, b) ? comparesAtLeast(fields, compare(a, b)) : comparisons.haveInCommon(a, b, fields);
  return { ...comparisons, compare, bitsOf, haveInCommon, testimonyOf };
}
