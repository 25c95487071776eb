/** Joins, refusals and dismissals in words for whoever runs the shop, with the bits beneath where something was compared. */
import { type RecordId } from '@tributary/contracts';
import { type Join, type Refusal } from './clusters.ts';
import { type ComponentFacts } from './component.ts';
import { type Comparisons } from './comparisons.ts';
import { type Dismissed, type Tier } from './evidence.ts';
import { type IdentifierFact, type RecordFacts } from './facts.ts';
import { keysOf, type Unfit } from './identifier.ts';
import { type Comparison } from './matching/matcher.ts';
import { ruleOf, type Policy } from './policy.ts';
import { joiningKeys } from './trust.ts';
import { comparisonWords, waterfallOf, type Waterfall } from './waterfall.ts';

/** Either a single record, or everything that an earlier join (its place in the list) has made one. */
export type Branch = { readonly record: RecordId } | { readonly join: number };

export interface ExplainedJoin {
  readonly tier: Tier;
  /** `type:value`; empty where no identifier joined them. */
  readonly identifier: string;
  readonly records: readonly RecordId[];
  readonly because: string;
  /** Where both say something that can be compared, whatever joined them. */
  readonly comparison?: Waterfall;
}

export interface ExplainedRefusal {
  /** `unlikely`: they were compared, and it is not enough. `unmet`: all that they share is too common to meet by. */
  readonly reason: Refusal['why'] | Dismissed['why'] | Unfit | 'weak' | 'unlikely' | 'unmet';
  readonly identifier: string;
  readonly records: readonly RecordId[];
  readonly because: string;
  readonly comparison?: Waterfall;
}

/** What explanations look at. */
export interface Explained {
  readonly component: ComponentFacts;
  readonly policy: Policy;
  readonly comparisons: Comparisons | undefined;
}

/** Shown as the API takes it: `type:value`. */
export const shown = (key: string): string => key.replace('|', ':');

export function compared(a: RecordId, b: RecordId, { component, comparisons }: Explained): Comparison | undefined {
  const [p, q] = [component.records.get(a), component.records.get(b)];
  return p && q && comparisons?.compare(p, q);
}

export function explainJoin({ tier, key, records }: Join, explained: Explained): ExplainedJoin {
  const identifier = tier === 'scored' ? '' : shown(key);
  const comparison = compared(...records, explained);
  const decides = tier === 'scored' && comparison !== undefined;
  const because = decides ? sentence(comparisonWords(comparison)) : joinWords(tier, identifier);
  return { tier, identifier, records, because, ...(comparison && { comparison: waterfallOf(comparison) }) };
}

const sentence = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;

function joinWords(tier: Tier, identifier: string): string {
  switch (tier) {
    case 'assertion':
      return 'Somebody decided that these records are one person.';
    case 'exclusive':
      return `Both carry ${identifier}, which is given to one person only.`;
    case 'personal':
      return `Both carry ${identifier}, and few enough people share it.`;
    case 'device':
      return `Both were seen on ${identifier}, which only one person uses.`;
    case 'scored':
      return 'What they say of themselves agrees.';
  }
}

export function explainRefusal(refusal: Refusal, explained: Explained): ExplainedRefusal {
  const { tier, key, why } = refusal;
  const identifier = tier === 'scored' ? '' : shown(key);
  const records = 'witnesses' in refusal ? refusal.witnesses : refusal.records;
  const comparison = tier === 'scored' || 'witnesses' in refusal ? compared(...records, explained) : undefined;
  const because = `${meetingWords(tier, identifier)}, but ${refusalWords(refusal)}.`;
  return { reason: why, identifier, records, because, ...(comparison && { comparison: waterfallOf(comparison) }) };
}

function meetingWords(tier: Tier, identifier: string): string {
  if (tier === 'assertion') return 'Somebody decided that these records are one person';
  return tier === 'scored' ? 'What two of their records say agrees' : `Both carry ${identifier}`;
}

function refusalWords(refusal: Refusal): string {
  switch (refusal.why) {
    case 'cannot-link':
      return 'somebody decided that they are different people';
    case 'clash':
      return `they have a different ${refusal.type}, and a person has only one`;
    case 'limit':
      return `together they would have more ${refusal.type} values than a person has`;
    case 'guard':
      return `their records taken together speak against it (${refusal.mean.toFixed(1)} bits on average)`;
    case 'contradiction':
      return 'both the name and the date of birth are different';
    case 'relatives':
      return 'they bear two first names under one family name, and all they share a family may share';
  }
}

/** Two records that were compared and remain two people for lack of evidence. */
export function explainUnlikely(records: readonly [RecordId, RecordId], comparison: Comparison): ExplainedRefusal {
  const because = `Compared, but not enough to join: ${comparisonWords(comparison)}`;
  return { reason: 'unlikely', identifier: '', records, because, comparison: waterfallOf(comparison) };
}

/** Two records that agree and are never compared. */
export function explainUnmet(records: readonly [RecordId, RecordId], comparison: Comparison): ExplainedRefusal {
  const because = `Too many records have what these two share, so they never meet. ${sentence(comparisonWords(comparison))}`;
  return { reason: 'unmet', identifier: '', records, because, comparison: waterfallOf(comparison) };
}

export function explainDismissal({ key, why, records }: Dismissed, { policy }: Explained): ExplainedRefusal {
  const identifier = shown(key);
  const words = dismissalWords(why, ruleOf(policy, key.slice(0, key.indexOf('|'))));
  return { reason: why, identifier, records, because: `${identifier} joins nobody: ${words}.` };
}

function dismissalWords(why: Dismissed['why'], { people, records }: { people: number; records: number }): string {
  switch (why) {
    case 'shared':
      return `more than ${people} ${people === 1 ? 'person uses' : 'people use'} it, or too many addresses were typed there`;
    case 'shared-device':
      return 'it is said to be a device that many people use';
    case 'saturated':
      return `more than ${records} records carry it`;
    case 'untrusted':
      return 'no source that is trusted enough has said so';
    case 'no-consent':
      return 'some of its records may not be linked: consent is missing';
    case 'contested':
      return 'several people claim it as their former id';
  }
}

/** Identifiers of the records that can never join, and types that the policy does not know. */
export function explainUnfit(ids: readonly RecordId[], { component, policy }: Explained): readonly ExplainedRefusal[] {
  return ids.flatMap((record) =>
    silentOf(component.records.get(record), policy).map((fact) => {
      const identifier = `${fact.type}:${fact.value}`;
      const unfit = keysOf(fact, policy).length > 0 ? 'untrusted' : fact.unfit;
      const because = `${identifier} joins nobody: ${unfitWords(unfit)}.`;
      return { reason: unfit ?? ('weak' as const), identifier, records: [record], because };
    }),
  );
}

/** What joins the record with nobody, whoever says it. The name that its source gave it is not meant to. */
function silentOf(record: RecordFacts | undefined, policy: Policy): readonly IdentifierFact[] {
  if (record === undefined) return [];
  const joining = new Set(record.identifiers.flatMap((fact) => joiningKeys(fact, record, policy)));
  const silent = record.identifiers.filter(
    (fact) => fact.type !== 'record_id' && !keysOf(fact, policy).some((key) => joining.has(key)),
  );
  return [...new Map(silent.map((fact) => [`${fact.type}|${fact.value}`, fact])).values()];
}

function unfitWords(unfit: Unfit | 'untrusted' | undefined): string {
  switch (unfit) {
    case 'placeholder':
      return 'it stands for nobody';
    case 'invalid':
      return 'it is not a valid address or number';
    case 'role':
      return 'it belongs to a function, not to a person';
    case 'disposable':
      return 'such addresses are thrown away after use';
    case 'untrusted':
      return 'only a browser or an app has said so, and nobody has confirmed it';
    case undefined:
      return 'the policy does not use this type to tell people apart';
  }
}
