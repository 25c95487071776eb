/** Moves what counts against caps with the people: a merge unites ledgers, a split hands back what began elsewhere. */
import { type ProfileMerged, type ProfileSplit } from '@tributary/contracts';
import { profileOf } from '@tributary/domain-identity';
import { type PeopleCache } from '../know-people/people-cache.ts';
import { type PersonStore } from '../ports.ts';
import { type Ledgers } from './ledgers.ts';

export class MoveCaps {
  constructor(
    private readonly ledgers: Ledgers,
    private readonly people: PersonStore,
    private readonly cache: PeopleCache,
  ) {}

  async merge({ profile, absorbed, at }: ProfileMerged): Promise<void> {
    for (const from of absorbed) await this.ledgers.link({ from, to: profile, at: Date.parse(at) });
    this.cache.throwOut([profile, ...absorbed]);
  }

  async split({ profile, into, at }: ProfileSplit): Promise<void> {
    for (const { profile: to, records } of into) {
      const [known] = await this.people.byProfile([to]);
      // A profile id stands for the record it began with, an alias for the identifier it began under.
      const origins = new Set([to, ...records.map(profileOf), ...(known?.keys ?? [])]);
      origins.delete(profile);
      await this.ledgers.separate({ from: profile, to, origins, at: Date.parse(at) });
    }
    this.cache.throwOut([profile, ...into.map(({ profile: to }) => to)]);
  }
}
