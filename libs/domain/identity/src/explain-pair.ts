/** Why two records are one person, or why they are not: asked of any two, also of such that never met. */
import { type RecordId } from '@tributary/contracts';
import { type Join } from './clusters.ts';
import { type Assertion } from './assertion.ts';
import { calledOf, type Called } from './called.ts';
import { mergeComponents, type ComponentFacts } from './component.ts';
import { bitsFor, comparisonsOf, remembering, type Comparisons } from './comparisons.ts';
import { throughWords } from './explain.ts';
import { partitionOf, type Partition, type Person } from './partition.ts';
import { type Policy } from './policy.ts';
import {
  compared,
  explainDismissal,
  explainJoin,
  explainRefusal,
  explainUnfit,
  explainUnlikely,
  explainUnmet,
  type Explained,
  type ExplainedJoin,
  type ExplainedRefusal,
} from './reasons.ts';
import { waterfallOf, type Waterfall } from './waterfall.ts';

export interface PairQuestion {
  /** The component that holds both records, or the two that hold one each. */
  readonly components: readonly ComponentFacts[];
  readonly records: readonly [RecordId, RecordId];
  readonly policy: Policy;
  /** What the policy's model says; absent: read from the policy. */
  readonly comparisons?: Comparisons;
}

export interface PairExplanation {
  readonly records: readonly [RecordId, RecordId];
  readonly policyVersion: number;
  readonly onePerson: boolean;
  readonly summary: string;
  /** Every record that is named here, the two first. */
  readonly who: readonly Called[];
  /** From the one to the other; empty when they are two people. */
  readonly path: readonly ExplainedJoin[];
  /** What speaks for one person and yet joins them not, the weightiest reason first. */
  readonly refused: readonly ExplainedRefusal[];
  /** What somebody said of exactly these two. */
  readonly decision?: Assertion;
  /** Of the two records themselves, however they came together. */
  readonly comparison?: Waterfall;
}

/** Undefined when a record is in none of the components. */
export function explainPair(question: PairQuestion): PairExplanation | undefined {
  const { records, policy, comparisons = comparisonsOf(policy) } = question;
  const [first, ...rest] = question.components;
  if (first === undefined) return undefined;
  const component = rest.reduce((all, next) => mergeComponents(all, next, policy.limits), first);
  const explained = { component, policy, comparisons: comparisons && remembering(comparisons) };
  const result = partitionOf(component, policy, explained.comparisons);
  const [a, b] = records.map((id) => result.people.find((person) => person.records.includes(id)));
  if (a === undefined || b === undefined) return undefined;
  const onePerson = a === b;
  const path = onePerson ? pathOf(result.joins, records).map((join) => explainJoin(join, explained)) : [];
  const refused = onePerson ? [] : refusedBetween({ a, b, records, result, explained });
  const decision = component.assertions.find(
    ({ kind, records: pair }) => kind !== 'retracted' && records.every((id) => pair.includes(id)),
  );
  const comparison = compared(...records, explained);
  return {
    records,
    policyVersion: policy.version,
    onePerson,
    summary: onePerson ? togetherWords(path) : apartWords(refused, decision),
    who: calledOf([...records, ...[...path, ...refused].flatMap((told) => told.records)], component, policy),
    path,
    refused,
    ...(decision && { decision }),
    ...(comparison && { comparison: waterfallOf(comparison) }),
  };
}

function togetherWords(path: readonly ExplainedJoin[]): string {
  const through = [...new Set(path.map(throughWords))];
  return through.length === 0 ? 'It is the same record.' : `One person through ${through.join(', ')}.`;
}

function apartWords([first]: readonly ExplainedRefusal[], decision: Assertion | undefined): string {
  if (decision?.kind === 'cannot-link') return `Two people: ${decision.by} decided so.`;
  return first === undefined
    ? 'Two people: they carry no identifier in common, and say nothing that could be compared.'
    : `Two people. ${first.because}`;
}

/** Every join meets two records of different clusters, so the joins of a person are a tree: one way leads through it. */
function pathOf(joins: readonly Join[], [from, to]: readonly [RecordId, RecordId]): readonly Join[] {
  const reached = new Map<RecordId, readonly Join[]>([[from, []]]);
  for (const [record, path] of reached) {
    if (record === to) return path;
    for (const join of joins) {
      const [a, b] = join.records;
      const next = a === record ? b : b === record ? a : undefined;
      if (next !== undefined && !reached.has(next)) reached.set(next, [...path, join]);
    }
  }
  return [];
}

interface Between {
  readonly a: Person;
  readonly b: Person;
  readonly records: readonly [RecordId, RecordId];
  readonly result: Partition;
  readonly explained: Explained;
}

function refusedBetween({ a, b, records, result, explained }: Between): readonly ExplainedRefusal[] {
  const [own, others] = [new Set(a.records), new Set(b.records)];
  const across = ([p, q]: readonly [RecordId, RecordId]): boolean =>
    (own.has(p) && others.has(q)) || (own.has(q) && others.has(p));
  const met = result.refusals.filter((refusal) => across(refusal.records));
  const crowds = result.dismissed.filter(({ records: all }) => records.every((id) => all.includes(id)));
  return [
    ...met.map((refusal) => explainRefusal(refusal, explained)),
    ...crowds.map((dismissed) => explainDismissal(dismissed, explained)),
    ...sharedUnfit(records, explained),
    ...weighed(records, met.length > 0, explained),
  ];
}

function weighed(
  records: readonly [RecordId, RecordId],
  refused: boolean,
  explained: Explained,
): readonly ExplainedRefusal[] {
  const comparison = compared(...records, explained);
  if (comparison === undefined || explained.comparisons === undefined) return [];
  if (comparison.bits < bitsFor(explained.comparisons.rules.joinFrom)) return [explainUnlikely(records, comparison)];
  return refused ? [] : [explainUnmet(records, comparison)];
}

/** Values that both carry and that identify nobody. */
function sharedUnfit([a, b]: readonly [RecordId, RecordId], explained: Explained): readonly ExplainedRefusal[] {
  const others = new Set(explainUnfit([b], explained).map(({ identifier }) => identifier));
  return explainUnfit([a], explained)
    .filter(({ identifier }) => others.has(identifier))
    .map((refusal) => ({ ...refusal, records: [a, b] }));
}
