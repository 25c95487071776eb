/** Why records are one person, what was refused, and what would take them apart; in words for whoever runs the shop. */
import { type ProfileId, type RecordId } from '@tributary/contracts';
import { type Join, type Refusal } from './clusters.ts';
import { type ComponentFacts } from './component.ts';
import { type Dismissed, type Tier } from './evidence.ts';
import { keysOf, type Unfit } from './identifier.ts';
import { partition, type Person } from './partition.ts';
import { ruleOf, type Policy } from './policy.ts';

interface ExplainedJoin {
  readonly tier: Tier;
  readonly identifier: string;
  readonly records: readonly RecordId[];
  readonly because: string;
}

interface ExplainedRefusal {
  readonly reason: Refusal['why'] | Dismissed['why'] | Unfit | 'weak';
  readonly identifier: string;
  readonly records: readonly RecordId[];
  readonly because: string;
}

interface WouldSplit {
  readonly identifier: string;
  readonly into: readonly (readonly RecordId[])[];
  readonly because: string;
}

export interface Explanation {
  readonly profile: ProfileId;
  readonly policyVersion: number;
  readonly seed: RecordId;
  readonly summary: string;
  readonly joins: readonly ExplainedJoin[];
  readonly refused: readonly ExplainedRefusal[];
  readonly wouldSplit: readonly WouldSplit[];
}

/** Each is a partition of its own: enough to show what holds a person together, cheap enough for a request. */
const mostTrials = 20;

export function explain(component: ComponentFacts, person: Person, policy: Policy): Explanation {
  const input = { facts: [...component.records.values()], assertions: component.assertions, policy };
  const result = partition({ ...input, saturated: component.saturated });
  const own = new Set<string>(person.records);
  const joins = result.joins.filter(({ records: [a, b] }) => own.has(a) && own.has(b)).map(explainJoin);
  const refused = [
    ...result.refusals.filter(({ records: [a, b] }) => own.has(a) !== own.has(b)).map(explainRefusal),
    ...result.dismissed
      .filter(({ records }) => records.some((record) => own.has(record)))
      .map((dismissed) => explainDismissal(dismissed, policy)),
    ...unfitOf(component, person, policy),
  ];
  const keys = [...new Set(joins.map(({ identifier }) => identifier).filter((key) => key !== ''))].slice(0, mostTrials);
  const wouldSplit = keys.flatMap((key) => {
    const without = partition({ ...input, saturated: [...component.saturated, nativeKey(key)] });
    const into = without.people.map(({ records }) => records.filter((record) => own.has(record)));
    const parts = into.filter((records) => records.length > 0);
    return parts.length < 2
      ? []
      : [{ identifier: key, into: parts, because: `Only ${key} holds these parts together.` }];
  });
  const summary = summaryOf(person, joins);
  return {
    profile: person.profile,
    policyVersion: policy.version,
    seed: person.seed,
    summary,
    joins,
    refused,
    wouldSplit,
  };
}

function summaryOf({ records }: Person, joins: readonly ExplainedJoin[]): string {
  if (records.length === 1) return 'One record: nothing else is known to be this person.';
  const through = [
    ...new Set(joins.map(({ identifier }) => (identifier === '' ? 'a decision of a person' : identifier))),
  ];
  return `${records.length} records are one person through ${through.join(', ')}.`;
}

/** Shown as the API takes it: `type:value`. */
const shown = (key: string): string => key.replace('|', ':');
const nativeKey = (identifier: string): string => identifier.replace(':', '|');

function explainJoin({ tier, key, records }: Join): ExplainedJoin {
  const identifier = shown(key);
  return { tier, identifier, records, because: joinWords(tier, identifier) };
}

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

function explainRefusal(refusal: Refusal): ExplainedRefusal {
  const { tier, key, records, why } = refusal;
  const identifier = tier === 'scored' ? '' : shown(key);
  const meeting = tier === 'scored' ? 'What they say of themselves agrees' : `Both carry ${identifier}`;
  return { reason: why, identifier, records, because: `${meeting}, but ${refusalWords(refusal)}.` };
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
      return 'the other records of both do not agree';
    case 'contradiction':
      return 'their names and their births both differ';
  }
}

function explainDismissal({ key, why, records }: Dismissed, policy: Policy): ExplainedRefusal {
  const identifier = shown(key);
  const words = dismissalWords(why, ruleOf(policy, key.slice(0, key.indexOf('|'))));
  return { reason: why, identifier, records, because: `${identifier} joins nobody: ${words}.` };
}

function dismissalWords(why: Dismissed['why'], { people, records }: { people: number; records: number }): string {
  switch (why) {
    case 'shared':
      return `more than ${people} ${people === 1 ? 'person uses' : 'people use'} it, or too many addresses were typed there`;
    case 'saturated':
      return `more than ${records} records carry it`;
    case 'untrusted':
      return 'no source that is trusted enough has said so';
    case 'contested':
      return 'several people claim it as their former id';
  }
}

/** Identifiers of the person that can never join, and types that the policy does not know. */
function unfitOf(component: ComponentFacts, person: Person, policy: Policy): readonly ExplainedRefusal[] {
  return person.records.flatMap((record) =>
    (component.records.get(record)?.identifiers ?? [])
      .filter((identifier) => keysOf(identifier, policy).length === 0)
      .map(({ type, value, unfit }) => {
        const identifier = `${type}:${value}`;
        const because = `${identifier} joins nobody: ${unfitWords(unfit)}.`;
        return { reason: unfit ?? ('weak' as const), identifier, records: [record], because };
      }),
  );
}

function unfitWords(unfit: Unfit | undefined): string {
  switch (unfit) {
    case 'placeholder':
      return 'it stands for nobody';
    case 'invalid':
      return 'it is not a valid address or number';
    case 'role':
      return 'it belongs to a function, not to a person';
    case undefined:
      return 'the policy does not use this type to tell people apart';
  }
}
