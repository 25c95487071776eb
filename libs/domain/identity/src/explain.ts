/** Why records are one person, what was refused, and what would take them apart; in words for whoever runs the shop. */
import { type ProfileId, type RecordId } from '@tributary/contracts';
import { calledOf, type Called } from './called.ts';
import { type Join } from './clusters.ts';
import { type ComponentFacts } from './component.ts';
import { bitsFor, comparisonsOf, remembering } from './comparisons.ts';
import { type RecordFacts } from './facts.ts';
import { partitionOf, type Partition, type Person } from './partition.ts';
import { type Policy } from './policy.ts';
import {
  explainDismissal,
  explainJoin,
  explainRefusal,
  explainUnfit,
  explainUnlikely,
  type Branch,
  type Explained,
  type ExplainedJoin,
  type ExplainedRefusal,
} from './reasons.ts';
import { blocksOf, meetings } from './scored.ts';
import { wouldSplit, type WouldSplit } from './would-split.ts';

/** A step of the merge tree. */
interface TreeJoin extends ExplainedJoin {
  /** What became one here; the last join of the list has everything beneath it. */
  readonly of: readonly [Branch, Branch];
}

export interface Explanation {
  readonly profile: ProfileId;
  readonly policyVersion: number;
  readonly seed: RecordId;
  readonly summary: string;
  /** Every record that is named here, those of the person first. */
  readonly who: readonly Called[];
  /** In the order in which the rule applied them, the strongest evidence first. */
  readonly joins: readonly TreeJoin[];
  readonly refused: readonly ExplainedRefusal[];
  readonly wouldSplit: readonly WouldSplit[];
}

/** People who were compared with this one and remain others: the nearest are of interest. */
const mostUnlikely = 10;

/** `comparisons`: what the policy's model says; absent: read from the policy. */
export function explain(
  component: ComponentFacts,
  person: Person,
  policy: Policy,
  comparisons = comparisonsOf(policy),
): Explanation {
  const explained = { component, policy, comparisons: comparisons && remembering(comparisons) };
  const result = partitionOf(component, policy, explained.comparisons);
  const own = new Set<string>(person.records);
  const joins = result.joins.filter(({ records: [a, b] }) => own.has(a) && own.has(b));
  const refused = [
    ...result.refusals
      .filter(({ records: [a, b] }) => own.has(a) !== own.has(b))
      .map((refusal) => explainRefusal(refusal, explained)),
    ...result.dismissed
      .filter(({ why, records }) => why !== 'untrusted' && records.some((record) => own.has(record))) // told as claims below
      .map((dismissed) => explainDismissal(dismissed, explained)),
    ...explainUnfit(person.records, explained),
    ...unlikely(person, result, explained),
  ];
  const tree = treeOf(joins, explained);
  const mentioned = [...person.records, ...refused.flatMap(({ records }) => records)];
  return {
    profile: person.profile,
    policyVersion: policy.version,
    seed: person.seed,
    summary: summaryOf(person.records.length, tree),
    who: calledOf(mentioned, component, policy),
    joins: tree,
    refused,
    wouldSplit: wouldSplit(person, joins, explained),
  };
}

function treeOf(joins: readonly Join[], explained: Explained): readonly TreeJoin[] {
  const clusters = new Map<RecordId, Grown>();
  return joins.map((join, index) => {
    const grown = (record: RecordId): Grown => clusters.get(record) ?? { branch: { record }, records: [record] };
    const [a, b] = [grown(join.records[0]), grown(join.records[1])];
    const records = [...a.records, ...b.records];
    for (const record of records) clusters.set(record, { branch: { join: index }, records });
    return { ...explainJoin(join, explained), of: [a.branch, b.branch] };
  });
}

interface Grown {
  readonly branch: Branch;
  readonly records: readonly RecordId[];
}

function summaryOf(records: number, joins: readonly ExplainedJoin[]): string {
  if (records === 1) return 'One record: nothing else is known to be this person.';
  return `${records} records are one person through ${[...new Set(joins.map(throughWords))].join(', ')}.`;
}

export function throughWords({ tier, identifier }: ExplainedJoin): string {
  if (tier === 'scored') return 'what they say of themselves';
  return tier === 'assertion' ? 'a decision of a person' : identifier;
}

/** Of every other person, the pair that comes nearest. */
function unlikely(person: Person, { people }: Partition, explained: Explained): readonly ExplainedRefusal[] {
  const { component, comparisons } = explained;
  if (comparisons === undefined) return [];
  const homes = new Map(people.flatMap(({ profile, records }) => records.map((id) => [id, profile] as const)));
  const facts = [...component.records.values()];
  const enough = bitsFor(comparisons.rules.joinFrom);
  const nearest = new Map<ProfileId, Near>();
  for (const { a, b } of meetings(facts, blocksOf(facts, comparisons, new Set(component.saturated)))) {
    const [home, other] = [homes.get(a.id), homes.get(b.id)];
    const stranger = home === person.profile ? other : home;
    if (home === other || stranger === undefined || (home !== person.profile && other !== person.profile)) continue;
    const bits = comparisons.bitsOf(a, b) ?? enough;
    if (bits >= enough || (nearest.get(stranger)?.bits ?? -Infinity) >= bits) continue;
    nearest.set(stranger, { a, b, bits });
  }
  const most = [...nearest.values()].sort((p, q) => q.bits - p.bits).slice(0, mostUnlikely);
  return most.flatMap(({ a, b }) => {
    const comparison = comparisons.compare(a, b);
    return comparison === undefined ? [] : [explainUnlikely([a.id, b.id], comparison)];
  });
}

interface Near {
  readonly a: RecordFacts;
  readonly b: RecordFacts;
  readonly bits: number;
}
