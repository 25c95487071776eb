/** What speaks for a join: shared identifiers that still identify when everything known is counted. */
import { type RecordId } from '@tributary/contracts';
import { type Assertion } from './assertion.ts';
import { mayBeLinked } from './consent.ts';
import { classOf, countPeople, hasManyMailboxes, type Carrier } from './devices.ts';
import { type IdentifierFact, type RecordFacts } from './facts.ts';
import { keysOf } from './identifier.ts';
import { ruleOf, type IdentifierKind, type IdentifierRule, type Policy } from './policy.ts';
import { split } from './split.ts';
import { joiningKeys } from './trust.ts';

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
type Dismissal = 'shared' | 'shared-device' | 'saturated' | 'untrusted' | 'contested' | 'no-consent';

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
  for (const [key, { carriers, claimants }] of meetingsOf(options.facts, policy)) {
    const rule = ruleOf(policy, typeOf(key));
    const records = idsOf(carriers);
    if (claimants.length > 0 && carriers.length + claimants.length > 1) {
      dismissed.push({ key, why: 'untrusted', records: idsOf(claimants) });
    }
    if (carriers.length > rule.records) tooMany.push(key);
    if (carriers.length > rule.records || saturated.has(key)) {
      dismissed.push({ key, why: 'saturated', records });
    } else if (carriers.length > 1) {
      const verdict = judge(key, carriers, options);
      const [joined, withheld] = split(verdict.joined, ({ record }) => mayBeLinked(record, policy));
      if (verdict.why !== undefined) dismissed.push({ key, why: verdict.why, records: idsOf(verdict.refused) });
      if (withheld.length > 0) dismissed.push({ key, why: 'no-consent', records: idsOf(verdict.joined) });
      if (joined.length > 1) evidence.push({ tier: tierOf(rule.kind), key, records: idsOf(joined) });
    }
  }
  evidence.push(...assertedBy(options));
  return { evidence: evidence.sort(byStrength(policy)), dismissed, saturated: tooMany.sort() };
}

/** A decision of a person joins as well only what may be linked at all. */
function assertedBy({ facts, assertions, policy }: WeighOptions): readonly Evidence[] {
  const withheld = new Set(facts.filter((record) => !mayBeLinked(record, policy)).map(({ id }) => id));
  return assertions
    .filter(({ kind, records }) => kind === 'must-link' && !records.some((record) => withheld.has(record)))
    .map(({ records }) => ({ tier: 'assertion', key: '', records }));
}

interface Verdict {
  readonly joined: readonly Carrier[];
  readonly refused: readonly Carrier[];
  readonly why?: Dismissal;
}

function judge(key: string, carriers: readonly Carrier[], options: WeighOptions): Verdict {
  const { policy } = options;
  const rule = ruleOf(policy, typeOf(key));
  if (options.contested.has(key)) {
    const [joined, refused] = split(carriers, ({ facts }) => facts.some(({ type }) => type !== 'previous_id'));
    return { joined, refused, why: 'contested' };
  }
  if (rule.kind === 'exclusive') return { joined: carriers, refused: [] };
  const said = rule.kind === 'device' ? classOf(carriers, policy) : undefined;
  if (said !== undefined && policy.devices.shared.includes(said)) {
    return { joined: [], refused: carriers, why: 'shared-device' };
  }
  // A device that is said to be a person's may see any number of addresses, but still only one login.
  return hasManyPeople(carriers, rule, options) || (said === undefined && hasManyMailboxes(carriers, rule, policy))
    ? { joined: [], refused: carriers, why: 'shared' }
    : { joined: carriers, refused: [] };
}

function hasManyPeople(carriers: readonly Carrier[], rule: IdentifierRule, { logins }: WeighOptions): boolean {
  const records = carriers.map(({ record }) => record);
  return logins.types.some((type) => countPeople(records, (record) => logins.of(type, record)) > rule.people);
}

/** Who carries a key so that it may join, and who only claims it. */
interface Meeting {
  readonly carriers: readonly Carrier[];
  readonly claimants: readonly Carrier[];
}

function meetingsOf(facts: readonly RecordFacts[], policy: Policy): ReadonlyMap<string, Meeting> {
  const meetings = new Map<string, { carriers: Growing[]; claimants: Growing[] }>();
  for (const record of facts) {
    for (const fact of record.identifiers) {
      const joining = joiningKeys(fact, record, policy);
      for (const key of keysOf(fact, policy)) {
        const meeting = meetings.get(key) ?? { carriers: [], claimants: [] };
        carry(joining.includes(key) ? meeting.carriers : meeting.claimants, record, fact);
        meetings.set(key, meeting);
      }
    }
  }
  for (const meeting of meetings.values()) {
    const joining = new Set(meeting.carriers.map(({ record }) => record));
    if (joining.size > 0) meeting.claimants = meeting.claimants.filter(({ record }) => !joining.has(record));
  }
  return meetings;
}

interface Growing extends Carrier {
  readonly facts: IdentifierFact[];
}

function carry(carriers: Growing[], record: RecordFacts, fact: IdentifierFact): void {
  const last = carriers.at(-1);
  if (last?.record === record) last.facts.push(fact);
  else carriers.push({ record, facts: [fact] });
}

const tiers: readonly Tier[] = ['assertion', 'exclusive', 'personal', 'device'];

function tierOf(kind: IdentifierKind): Tier {
  return kind === 'exclusive' || kind === 'personal' ? kind : 'device'; // weak ones have no keys and never get here
}

function byStrength(policy: Policy): (a: Evidence, b: Evidence) => number {
  const priority = new Map(Object.keys(policy.identifiers).map((type, index) => [type, index]));
  const rank = (key: string): number => priority.get(typeOf(key)) ?? 0;
  const text = ({ key, records }: Evidence): string => `${key} ${records.join(' ')}`;
  return (a, b) =>
    tiers.indexOf(a.tier) - tiers.indexOf(b.tier) || rank(a.key) - rank(b.key) || (text(a) < text(b) ? -1 : 1);
}

const typeOf = (key: string): string => key.slice(0, key.indexOf('|'));

const idsOf = (carriers: readonly Carrier[]): readonly RecordId[] => carriers.map(({ record }) => record.id);
