/** Joins records along evidence, the strongest first, unless a guard forbids that two clusters become one person. */
import { type RecordId } from '@tributary/contracts';
import { type Assertion } from './component.ts';
import { type Evidence, type Logins, type Tier } from './evidence.ts';
import { type RecordFacts } from './facts.ts';
import { type Policy } from './policy.ts';

/** Two records that became one person, and through what. */
export interface Join {
  readonly tier: Tier;
  /** Key of the identifier; empty for an assertion. */
  readonly key: string;
  readonly records: readonly [RecordId, RecordId];
}

/** Two records that meet and yet are not one person. */
export interface Refusal extends Join {
  readonly why: 'cannot-link' | 'clash' | 'limit';
  /** The identifier type that forbids it. */
  readonly type?: string;
}

export interface Cluster {
  /** By age; the first is the seed. */
  readonly members: readonly [RecordFacts, ...RecordFacts[]];
}

/** A cluster while it grows, with what the guards look at. */
interface Growing extends Cluster {
  /** Exclusive type → classes of its values. */
  readonly logins: ReadonlyMap<string, ReadonlySet<string>>;
  /** Identifier type → values, for the limits. */
  readonly values: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface ClusterOptions {
  /** Sorted by age. */
  readonly facts: readonly RecordFacts[];
  /** Sorted by strength. */
  readonly evidence: readonly Evidence[];
  readonly assertions: readonly Assertion[];
  readonly policy: Policy;
  readonly logins: Logins;
}

interface Clusters {
  readonly clusters: readonly Cluster[];
  readonly joins: readonly Join[];
  readonly refusals: readonly Refusal[];
}

/** Explanations of a crowd are bounded; the rule itself is not. */
const mostRefusals = 200;

export function clustersOf(options: ClusterOptions): Clusters {
  const home = new Map(options.facts.map((facts) => [facts.id, startOf(facts, options)]));
  const apart = options.assertions.filter(({ kind }) => kind === 'cannot-link');
  const joins: Join[] = [];
  const refusals: Refusal[] = [];
  for (const { tier, key, records } of options.evidence) {
    // A newcomer tries every cluster that already meets here, in order of age.
    const met: RecordId[] = [];
    for (const record of records) {
      for (const earlier of met) {
        const [a, b] = [home.get(earlier), home.get(record)];
        if (!a || !b || a === b) continue;
        const found = tier === 'assertion' ? forbids(a, b, apart) : forbidden({ a, b, apart, policy: options.policy });
        if (found === undefined) {
          const joined = join(a, b);
          for (const { id } of joined.members) home.set(id, joined);
          joins.push({ tier, key, records: [earlier, record] });
        } else if (refusals.length < mostRefusals) {
          refusals.push({ tier, key, records: [earlier, record], ...found });
        }
      }
      // One record per cluster is enough to meet it; the assertion of a stranger names nobody here.
      const own = home.get(record);
      if (own && !met.some((earlier) => home.get(earlier) === own)) met.push(record);
    }
  }
  return { clusters: [...new Set(home.values())], joins, refusals };
}

type Forbidden = Pick<Refusal, 'why' | 'type'>;

interface Meeting {
  readonly a: Growing;
  readonly b: Growing;
  readonly apart: readonly Assertion[];
  readonly policy: Policy;
}

function forbidden({ a, b, apart, policy }: Meeting): Forbidden | undefined {
  const asserted = forbids(a, b, apart);
  if (asserted) return asserted;
  for (const [type, own] of a.logins) {
    const others = b.logins.get(type);
    if (others && ![...own].some((value) => others.has(value))) return { why: 'clash', type };
  }
  for (const [type, own] of a.values) {
    const others = b.values.get(type);
    if (others === undefined) continue;
    const together = new Set([...own, ...others]).size;
    // A join that brings nothing new is within the limit, however many the record itself carries.
    const most = Math.max(policy.identifiers[type]?.perPerson ?? Infinity, own.size, others.size);
    if (together > most) return { why: 'limit', type };
  }
  return undefined;
}

function forbids(a: Growing, b: Growing, apart: readonly Assertion[]): Forbidden | undefined {
  const has = (cluster: Growing, record: RecordId): boolean => cluster.members.some(({ id }) => id === record);
  const found = apart.some(({ records: [p, q] }) => (has(a, p) && has(b, q)) || (has(a, q) && has(b, p)));
  return found ? { why: 'cannot-link' } : undefined;
}

function startOf(facts: RecordFacts, { logins, policy }: ClusterOptions): Growing {
  const values = new Map<string, Set<string>>();
  for (const { type, value, match, unfit } of facts.identifiers) {
    if (unfit !== undefined || policy.identifiers[type] === undefined) continue;
    const known = values.get(type);
    if (known) known.add(match ?? value);
    else values.set(type, new Set([match ?? value]));
  }
  const named = logins.types.map((type) => [type, new Set(logins.of(type, facts))] as const);
  return { members: [facts], logins: new Map(named.filter(([, classes]) => classes.size > 0)), values };
}

function join(a: Growing, b: Growing): Growing {
  const [elder, younger] = isElder(a.members[0], b.members[0]) ? [a, b] : [b, a];
  const [seed, ...rest] = elder.members;
  return {
    members: [seed, ...rest, ...younger.members],
    logins: unite(a.logins, b.logins),
    values: unite(a.values, b.values),
  };
}

const isElder = (a: RecordFacts, b: RecordFacts): boolean =>
  a.firstAt < b.firstAt || (a.firstAt === b.firstAt && a.id < b.id);

type Sets = ReadonlyMap<string, ReadonlySet<string>>;

const unite = (a: Sets, b: Sets): Sets =>
  new Map([...a.keys(), ...b.keys()].map((key) => [key, new Set([...(a.get(key) ?? []), ...(b.get(key) ?? [])])]));
