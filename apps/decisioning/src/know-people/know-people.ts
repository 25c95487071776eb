/** Keeps the read model of people in step with the stream: profiles, erasures, orders and refunds. */
import { newestSnapshots, type EventCollected, type EventResolved, type ProfileUpdated } from '@tributary/contracts';
import { isPurchase, purchaseOf } from '@tributary/domain-decisioning';
import { type Received } from '@tributary/bus';
import { type Ledgers, type Link } from '../keep-caps/ledgers.ts';
import {
  type DecisionLog,
  type PersonStore,
  type PurchaseStore,
  type RecordedPurchase,
  type StoredPerson,
} from '../ports.ts';
import { keyOf } from './identifier-keys.ts';
import { type PeopleCache } from './people-cache.ts';

export interface KnowPeopleOptions {
  readonly people: PersonStore;
  readonly purchases: PurchaseStore;
  readonly decisions: DecisionLog;
  readonly ledgers: Ledgers;
  readonly cache: PeopleCache;
}

export class KnowPeople {
  constructor(private readonly options: KnowPeopleOptions) {}

  async update(batch: readonly Received<ProfileUpdated>[]): Promise<void> {
    const latest = newestSnapshots(batch);
    const updates = [...latest.values()].filter((value) => value !== null);
    const erased = [...latest].flatMap(([profile, value]) => (value === null ? [profile] : []));
    if (erased.length > 0) await this.#erase(erased);
    const links = [...this.#joined(batch, updates), ...updates.flatMap(mergedOf)];
    // Before: whoever finds the person finds what counts already. After: a ledger may have begun meanwhile.
    await this.options.ledgers.adopt(links);
    await this.options.people.keep(updates.map(personOf));
    this.options.cache.throwOut(latest.keys());
    await this.options.ledgers.adopt(links);
  }

  async record(batch: readonly Received<EventResolved>[]): Promise<void> {
    const found = batch.flatMap(({ value }) =>
      value === null ? [] : recordedPurchases([value.event]).map((purchase) => ({ profile: value.profile, purchase })),
    );
    if (found.length === 0) return;
    await this.options.purchases.add(found.map(({ purchase }) => purchase));
    this.options.cache.throwOut(found.map(({ profile }) => profile));
  }

  /** Ledgers that began under an identifier before anybody was known by it become the person's. */
  #joined(batch: readonly Received<ProfileUpdated>[], updates: readonly ProfileUpdated[]): readonly Link[] {
    const gained = new Set(
      batch.flatMap(({ key, value }) =>
        value?.changed.includes('identifiers') === true || value?.version === 1 ? [key] : [],
      ),
    );
    return updates
      .filter(({ profile, state }) => gained.has(profile) && state === 'active')
      .flatMap(({ profile, identifiers, updatedAt }) =>
        identifiers.map((identifier) => ({ from: keyOf(identifier), to: profile, at: Date.parse(updatedAt) })),
      );
  }

  async #erase(profiles: readonly string[]): Promise<void> {
    const { people, purchases, decisions, ledgers, cache } = this.options;
    const known = await people.byProfile(profiles);
    await purchases.erase(known.flatMap(({ records }) => records));
    await ledgers.erase([...profiles, ...known.flatMap(({ keys }) => keys)]);
    await decisions.erase(profiles);
    // Last: it tells what else there is to erase, should this have to be repeated.
    await people.erase(profiles);
    cache.throwOut(profiles);
  }
}

export const recordedPurchases = (events: readonly EventCollected[]): readonly RecordedPurchase[] =>
  events.flatMap(({ type, event, record, name, time, properties }) => {
    if (type !== 'track' || !isPurchase(name)) return [];
    const purchase = purchaseOf({ event, name, time: Date.parse(time), properties });
    return purchase === undefined ? [] : [{ ...purchase, record }];
  });

/** The news of a merge come on another topic as well, and may come later than the person. */
const mergedOf = ({ profile, state, mergedInto, updatedAt }: ProfileUpdated): readonly Link[] =>
  state === 'merged' && mergedInto !== undefined ? [{ from: profile, to: mergedInto, at: Date.parse(updatedAt) }] : [];

export const personOf = (value: ProfileUpdated): StoredPerson => ({
  profile: value.profile,
  version: value.version,
  mergedInto: value.state === 'merged' ? (value.mergedInto ?? null) : null,
  records: value.records,
  keys: value.state === 'merged' ? [] : value.identifiers.map(keyOf),
  traits: JSON.stringify(value.traits),
  segments: value.segments.map(({ segment }) => segment),
});
