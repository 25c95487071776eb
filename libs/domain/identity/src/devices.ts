/** Which devices are one person's: by their declared class, and by how many people have been seen before them. */
import { type EventCollected } from '@tributary/contracts';
import { type IdentifierFact, type RecordFacts } from './facts.ts';
import { isRecord } from './json.ts';
import { laterOf, type Word } from './last-word.ts';
import { type IdentifierRule, ruleOf, type Policy } from './policy.ts';
import { split } from './split.ts';

/** What a device is said to be: `personal`, `kiosk`, ... */
export interface DeviceClass extends Word {
  readonly class: string;
}

/** A record at an identifier. */
export interface Carrier {
  readonly record: RecordFacts;
  /** More than one where a record spells it in several ways, or where browsers and others say it. */
  readonly facts: readonly IdentifierFact[];
}

const longestClass = 64;

/** `context.device.class`. */
export function deviceClassIn({ context, event }: EventCollected, time: number): DeviceClass | undefined {
  const { device } = context;
  const said = isRecord(device) ? device['class'] : undefined;
  return typeof said === 'string' && said !== '' && said.length <= longestClass
    ? { class: said, event, time }
    : undefined;
}

/** By the policy's word on a source, else by the last word of any record that was there; undefined: nobody has said. */
export function classOf(carriers: readonly Carrier[], { devices }: Policy): string | undefined {
  const facts = carriers.flatMap((carrier) => carrier.facts);
  const ofSources = facts.flatMap((fact) => fact.sources.map((source) => devices.sources[source]));
  const [byPolicy] = ofSources.filter((found) => found !== undefined).sort();
  if (byPolicy !== undefined) return byPolicy;
  return facts.reduce<DeviceClass | undefined>((last, fact) => laterOf(last, fact.device), undefined)?.class;
}

/** People told apart by their values: values that one record names together are one person's. */
export function countPeople(
  records: readonly RecordFacts[],
  valuesOf: (record: RecordFacts) => readonly string[],
): number {
  return groupsOf(records.map((record) => ({ values: valuesOf(record), at: record.firstAt }))).length;
}

/** True when more people's addresses met at the identifier, within the days that count, than the policy lets one person have. */
export function hasManyMailboxes(carriers: readonly Carrier[], rule: IdentifierRule, policy: Policy): boolean {
  // Fewer records and addresses than that cannot be too many: the common case.
  const times = groupsOf(carriers.flatMap((carrier) => mailboxesAt(carrier, rule, policy)))
    .map(({ at }) => at)
    .sort((a, b) => a - b);
  return most(times, rule.mailboxDays) > rule.mailboxes;
}

/** The most that fall into so many days. */
export function most(times: readonly number[], days: number | undefined): number {
  if (days === undefined) return times.length;
  const window = days * 86_400_000;
  return Math.max(0, ...times.map((from) => times.filter((time) => time >= from && time - from < window).length));
}

/** Addresses that one person would have to own together, and when they met the identifier. */
interface Mailboxes {
  readonly values: readonly string[];
  readonly at: number;
}

function mailboxesAt({ record, facts }: Carrier, rule: IdentifierRule, policy: Policy): readonly Mailboxes[] {
  const since = Math.min(...facts.map(({ firstAt }) => firstAt));
  const all = record.identifiers.filter(({ type, unfit }) => type === 'email' && unfit === undefined);
  const found = all.map(({ match, value, firstAt, client }) => ({
    values: [match ?? value],
    at: Math.max(firstAt, since),
    typed: client === true,
  }));
  // Before a device anybody types: each address is a person, unless they are all of one login.
  const isLogin = record.identifiers.some(({ type }) => ruleOf(policy, type).kind === 'exclusive');
  const [typed, owned] = split(found, (one) => one.typed && !isLogin);
  const counted = rule.kind === 'personal' ? [] : typed; // what was typed must not make a household's number generic
  if (owned.length === 0) return counted;
  return [...counted, { values: owned.flatMap(({ values }) => values), at: Math.min(...owned.map(({ at }) => at)) }];
}

function groupsOf(
  items: readonly Mailboxes[],
): readonly { readonly values: ReadonlySet<string>; readonly at: number }[] {
  let groups: { values: Set<string>; at: number }[] = [];
  for (const { values, at } of items) {
    if (values.length === 0) continue;
    const [apart, met] = split(groups, (group) => !values.some((value) => group.values.has(value)));
    const together = new Set([...met.flatMap((group) => [...group.values]), ...values]);
    groups = [...apart, { values: together, at: Math.min(at, ...met.map((group) => group.at)) }];
  }
  return groups;
}
