/** Customers as people: purchases are kept per record and joined by profile when read, so a merged person counts once. */
import { type DayRange } from './calendar.ts';
import { type Sums } from './cells.ts';

/** The purchases of one record: the sums of its `customers` cells. */
export interface RecordPurchases {
  readonly record: string;
  readonly sums: Sums;
}

/** The records that an active profile consists of, as its latest snapshot says. */
export interface ProfileRecords {
  readonly profile: string;
  readonly records: readonly string[];
  readonly updatedAt: string;
}

/** What a person bought on one day in one currency; money in minor units. */
export interface Purchases {
  readonly day: string;
  readonly currency: string;
  readonly orders: number;
  readonly cancellations: number;
  readonly gross: number;
  readonly refunds: number;
}

export interface Person {
  /** The profile, or the record where no profile is known for it yet. */
  readonly id: string;
  readonly profile: string | undefined;
  readonly records: readonly string[];
  /** True when any purchase of any of the records carried a `user_id`. */
  readonly known: boolean;
  /** Sorted by day and currency. */
  readonly purchases: readonly Purchases[];
}

/** Sorted by id. While a record moves between profiles two snapshots may claim it: the later one has it. */
export function peopleOf(
  purchases: readonly RecordPurchases[],
  profiles: readonly ProfileRecords[],
): readonly Person[] {
  const owners = ownersOf(profiles);
  const groups = new Map<string, { profile: string | undefined; members: RecordPurchases[] }>();
  for (const one of purchases) {
    const profile = owners.get(one.record)?.profile;
    const id = profile ?? one.record;
    const group = groups.get(id);
    if (group) group.members.push(one);
    else groups.set(id, { profile, members: [one] });
  }
  return [...groups]
    .map(([id, { profile, members }]) => personOf(id, profile, members))
    .sort((a, b) => compareText(a.id, b.id));
}

function ownersOf(profiles: readonly ProfileRecords[]): ReadonlyMap<string, ProfileRecords> {
  const owners = new Map<string, ProfileRecords>();
  for (const candidate of profiles) {
    for (const record of candidate.records) {
      const owner = owners.get(record);
      if (!owner || isLater(candidate, owner)) owners.set(record, candidate);
    }
  }
  return owners;
}

function isLater(candidate: ProfileRecords, owner: ProfileRecords): boolean {
  if (candidate.updatedAt !== owner.updatedAt) return candidate.updatedAt > owner.updatedAt;
  return candidate.profile > owner.profile;
}

function personOf(id: string, profile: string | undefined, members: readonly RecordPurchases[]): Person {
  const purchases = new Map<string, Purchases>();
  let known = false;
  for (const { sums } of members) {
    for (const [key, counters] of sums.counters) {
      const [day = '', currency = ''] = key.split('|');
      const before = purchases.get(key) ?? { day, currency, orders: 0, cancellations: 0, gross: 0, refunds: 0 };
      const { ordersKnown = 0, ordersGuest = 0, cancellationsKnown = 0, cancellationsGuest = 0 } = counters;
      known ||= ordersKnown + cancellationsKnown > 0;
      purchases.set(key, {
        day,
        currency,
        orders: before.orders + ordersKnown + ordersGuest,
        cancellations: before.cancellations + cancellationsKnown + cancellationsGuest,
        gross: before.gross + (counters['gross'] ?? 0),
        refunds: before.refunds + (counters['refunds'] ?? 0),
      });
    }
  }
  const records = members.map(({ record }) => record).sort(compareText);
  return { id, profile, records, known, purchases: [...purchases.values()].sort(byDay) };
}

const byDay = (a: Purchases, b: Purchases): number => compareText(a.day, b.day) || compareText(a.currency, b.currency);

/** By code unit, so that every machine sorts alike. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

export function purchasesWithin(person: Person, range: DayRange): readonly Purchases[] {
  return person.purchases.filter(({ day }) => day >= range.from && day <= range.to);
}

export const ordersOf = (purchases: readonly Purchases[]): number =>
  purchases.reduce((sum, { orders }) => sum + orders, 0);

/** The day of the first order ever; undefined for someone who only ever cancelled. */
export function firstOrderDay(person: Person): string | undefined {
  return person.purchases.find(({ orders }) => orders > 0)?.day;
}
