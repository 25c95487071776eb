/** What speaks for a join: shared identifiers that still identify when everything known is counted. */
import { type RecordId } from '@tributary/contracts';
import { type Assertion } from './component.ts';
import { type IdentifierFact, type RecordFacts } from './facts.ts';
import { keysOf } from './identifier.ts';
import { type IdentifierKind, ruleOf, trustOf, type Policy } from './policy.ts';

/** In order of strength; scored pairs come after the deterministic tiers. */
export type Tier = 'assertion' | 'exclusive' | 'personal' | 'device' | 'scored';

/** Records that meet, and where. */
export interface Evidence {
  readonly tier: Tier;
  /** Key of the identifier, or of the block where a scored pair meets; empty for an assertion. */
  readonly key: string;
  /** The earliest first. */
  readonly records: readonly RecordId[];
}

/** Why an identifier that several records carry joins none of them. */
type Dismissal = 'shared' | 'saturated' | 'untrusted' | 'contested';

export interface Dismissed {
  readonly key: string;
  readonly why: Dismissal;
  readonly records: readonly RecordId[];
}

export interface Weighed {
  readonly evidence: readonly Evidence[];
  readonly dismissed: readonly Dismissed[];
  /** Keys carried by more records than the policy allows, counted here. */
  readonly saturated: readonly string[];
}

/** A record at an identifier. */
interface Carrier {
  readonly record: RecordFacts;
  /** More than one where a record spells it in several ways. */
  readonly facts: readonly IdentifierFact[];
}

/** Classes of exclusive values that an alias made one: `of(type, record)` are the classes that a record names. */
export interface Logins {
  readonly types: readonly string[];
  of(type: string, record: RecordFacts): readonly string[];
}

export interface WeighOptions {
  /** Sorted by age. */
  readonly facts: readonly RecordFacts[];
  readonly assertions: readonly Assertion[];
  readonly policy: Policy;
  readonly saturated: ReadonlySet<string>;
  readonly logins: Logins;
  /** Former ids that several people claim. */
  readonly contested: ReadonlySet<string>;
}

export function weigh(options: WeighOptions): Weighed {
  const { policy, saturated } = options;
  const evidence: Evidence[] = [];
  const dismissed: Dismissed[] = [];
  const tooMany: string[] = [];
  for (const [key, carriers] of carriersByKey(options.facts, policy)) {
    const type = key.slice(0, key.indexOf('|'));
    const rule = ruleOf(policy, type);
    if (carriers.length > rule.records) tooMany.push(key);
    if (carriers.length > rule.records || saturated.has(key)) {
      dismissed.push({ key, why: 'saturated', records: idsOf(carriers) });
    } else if (carriers.length > 1) {
      const verdict = judge(key, carriers, options);
      if (verdict.why !== undefined) dismissed.push({ key, why: verdict.why, records: idsOf(verdict.refused) });
      if (verdict.joined.length > 1) {
        evidence.push({ tier: tierOf(rule.kind), key, records: idsOf(verdict.joined) });
      }
    }
  }
  const asserted = options.assertions.filter(({ kind }) => kind === 'must-link');
  for (const { records } of asserted) evidence.push({ tier: 'assertion', key: '', records });
  return { evidence: evidence.sort(byStrength(policy)), dismissed, saturated: tooMany.sort() };
}

interface Verdict {
  readonly joined: readonly Carrier[];
  readonly refused: readonly Carrier[];
  readonly why?: Dismissal;
}

function judge(key: string, carriers: readonly Carrier[], options: WeighOptions): Verdict {
  const { policy, logins } = options;
  const rule = ruleOf(policy, key.slice(0, key.indexOf('|')));
  if (options.contested.has(key)) {
    const [joined, refused] = split(carriers, ({ facts }) => facts.some(({ type }) => type !== 'previous_id'));
    return { joined, refused, why: 'contested' };
  }
  if (rule.kind === 'exclusive') return { joined: carriers, refused: [] };
  const records = carriers.map(({ record }) => record);
  const people = Math.max(0, ...logins.types.map((type) => countPeople(records, (r) => logins.of(type, r))));
  const mailboxes = rule.kind === 'device' ? countPeople(records, mailboxesOf) : 0;
  if (people > rule.people || mailboxes > rule.mailboxes) return { joined: [], refused: carriers, why: 'shared' };
  if (rule.kind !== 'personal') return { joined: carriers, refused: [] };
  const [joined, refused] = split(carriers, ({ facts }) => facts.some((fact) => isTrusted(fact, policy)));
  return refused.length === 0 ? { joined, refused } : { joined, refused, why: 'untrusted' };
}

const isTrusted = (fact: IdentifierFact, policy: Policy): boolean =>
  fact.sources.some((source) => trustOf(policy, source) >= policy.joinTrust);

const mailboxesOf = (record: RecordFacts): readonly string[] =>
  record.identifiers
    .filter(({ type, unfit }) => type === 'email' && unfit === undefined)
    .map((f) => f.match ?? f.value);

/** People told apart by their values: values that one record names together are one person's. */
function countPeople(records: readonly RecordFacts[], valuesOf: (record: RecordFacts) => readonly string[]): number {
  let groups: Set<string>[] = [];
  for (const record of records) {
    const values = valuesOf(record);
    if (values.length === 0) continue;
    const [apart, met] = split(groups, (group) => !values.some((value) => group.has(value)));
    groups = [...apart, new Set([...met.flatMap((group) => [...group]), ...values])];
  }
  return groups.length;
}

function carriersByKey(facts: readonly RecordFacts[], policy: Policy): ReadonlyMap<string, readonly Carrier[]> {
  const byKey = new Map<string, { record: RecordFacts; facts: IdentifierFact[] }[]>();
  for (const record of facts) {
    for (const fact of record.identifiers) {
      for (const key of keysOf(fact, policy)) {
        const carriers = byKey.get(key) ?? [];
        const last = carriers.at(-1);
        if (last?.record === record) last.facts.push(fact);
        else carriers.push({ record, facts: [fact] });
        byKey.set(key, carriers);
      }
    }
  }
  return byKey;
}

const tiers: readonly Tier[] = ['assertion', 'exclusive', 'personal', 'device'];

function tierOf(kind: IdentifierKind): Tier {
  return kind === 'weak' ? 'device' : kind; // weak identifiers have no keys and never get here
}

function byStrength(policy: Policy): (a: Evidence, b: Evidence) => number {
  const priority = new Map(Object.keys(policy.identifiers).map((type, index) => [type, index]));
  const rank = (key: string): number => priority.get(key.slice(0, key.indexOf('|'))) ?? 0;
  const text = ({ key, records }: Evidence): string => `${key} ${records.join(' ')}`;
  return (a, b) =>
    tiers.indexOf(a.tier) - tiers.indexOf(b.tier) || rank(a.key) - rank(b.key) || (text(a) < text(b) ? -1 : 1);
}

const idsOf = (carriers: readonly Carrier[]): readonly RecordId[] => carriers.map(({ record }) => record.id);

function split<T>(items: readonly T[], belongs: (item: T) => boolean): readonly [T[], T[]] {
  const yes: T[] = [];
  const no: T[] = [];
  for (const item of items) (belongs(item) ? yes : no).push(item);
  return [yes, no];
}
