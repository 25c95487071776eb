/** Finds the person that a request means, by any identifier, and what they own. */
import { type Identifier, type JsonObject } from '@tributary/contracts';
import { ownedProducts, type Person } from '@tributary/domain-decisioning';
import { type Clock } from '@tributary/telemetry';
import { type PersonStore, type PurchaseStore, type StoredPerson, type Subject } from '../ports.ts';
import { bearerOf } from './bearer.ts';
import { keysOf } from './identifier-keys.ts';
import { type PeopleCache } from './people-cache.ts';

/** The person a decision is about, and whose ledger counts. */
export interface Addressee {
  readonly person: Person;
  /** The profile, or the first identifier while nobody is known by it. */
  readonly subject: Subject;
  readonly loadedAt: number;
}

export interface PeopleOptions {
  readonly store: PersonStore;
  readonly purchases: PurchaseStore;
  readonly cache: PeopleCache;
  readonly clock: Clock;
  readonly ttlMs: number;
}

/** Merges of merges are published as such; a longer chain is a loop. */
const maxHops = 8;

const profileType = 'profile';

export class People {
  constructor(private readonly options: PeopleOptions) {}

  /** `maxAgeMs`: how old what is known of the person may be, where that is less than usual. */
  async find(identifiers: readonly [Identifier, ...Identifier[]], maxAgeMs?: number): Promise<Addressee> {
    for (const identifier of identifiers) {
      const known = await this.#one(identifier, Math.min(this.options.ttlMs, maxAgeMs ?? Infinity));
      if (known !== undefined) return { ...known, subject: known.person.profile ?? '' };
    }
    const [first] = identifiers;
    const [key = first.value] = first.type === profileType ? [first.value] : keysOf(first).toReversed();
    const nobody = { profile: null, traits: {}, segments: [], owns: [] };
    return { person: nobody, subject: key, loadedAt: this.options.clock.now() };
  }

  async #one(identifier: Identifier, maxAgeMs: number): Promise<Pick<Addressee, 'person' | 'loadedAt'> | undefined> {
    const { cache, clock } = this.options;
    const [key = ''] = keysOf(identifier);
    const cached = cache.get(key, clock.now() - maxAgeMs);
    if (cached !== undefined) return cached;
    const since = cache.tick;
    const loadedAt = clock.now();
    const stored = await this.#stored(identifier);
    if (stored === undefined) return undefined;
    const person = await this.#person(stored);
    cache.put(key, stored.profile, { person, records: stored.records, loadedAt }, since);
    return { person, loadedAt };
  }

  async #stored(identifier: Identifier): Promise<StoredPerson | undefined> {
    if (identifier.type === profileType) return this.#followed(identifier.value);
    return bearerOf(await this.options.store.byKeys(keysOf(identifier)));
  }

  async #followed(profile: string): Promise<StoredPerson | undefined> {
    let wanted = profile;
    for (let hop = 0; hop < maxHops; hop++) {
      const [found] = await this.options.store.byProfile([wanted]);
      if (found === undefined || found.mergedInto === null) return found;
      wanted = found.mergedInto;
    }
    return undefined;
  }

  async #person({ profile, traits, segments, records }: StoredPerson): Promise<Person> {
    const owns = ownedProducts(await this.options.purchases.of(records));
    // eslint-disable-next-line no-restricted-syntax -- written from a checked message
    return { profile, traits: JSON.parse(traits) as JsonObject, segments, owns };
  }
}
