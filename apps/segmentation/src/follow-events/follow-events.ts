/** Takes events into the activity of their records and brings the memberships of those people up to date. */
import { type EventResolved } from '@tributary/contracts';
import { type Received } from '@tributary/bus';
import { type Catalogue, type Segments } from '../define-segments/catalogue.ts';
import { type ActivityStore, type Claim, type ProfileStore } from '../ports.ts';
import { type Lesson, type SettleProfiles } from '../settle-profiles/settle-profiles.ts';
import { type ClaimBook, type Naming, ownerOf, withEarlyRecords } from './claim-records.ts';
import { foldActivities } from './fold-activities.ts';

export interface FollowEventsParts {
  readonly catalogue: Catalogue;
  readonly profiles: ProfileStore;
  readonly activities: ActivityStore;
  readonly settle: SettleProfiles;
}

export class FollowEvents {
  constructor(private readonly parts: FollowEventsParts) {}

  all(batch: readonly Received<EventResolved>[]): Promise<void> {
    return this.parts.catalogue.use((segments) => this.#follow(batch, segments));
  }

  async #follow(batch: readonly Received<EventResolved>[], segments: Segments): Promise<void> {
    const { activities, settle } = this.parts;
    const seen = batch.flatMap(({ value }) => value ?? []).filter(({ event }) => segments.featuresOf(event).length > 0);
    if (seen.length === 0) return;
    const book = await this.#bookFor(seen);
    const wanted = seen.filter((resolved) => !isErased(resolved, book.claims.get(resolved.profile)));
    const events = wanted.map(({ event }) => event);
    const { known, touched } = await foldActivities(activities, events, segments.featuresOf);
    await settle.all(lessonsOf(wanted, book, touched), segments, known);
  }

  async #bookFor(seen: readonly EventResolved[]): Promise<ClaimBook> {
    const { profiles } = this.parts;
    const claims = byId(await profiles.claims([...new Set(seen.map(({ profile }) => profile))]));
    const isUnclear = ({ profile, event }: EventResolved): boolean => {
      const claim = claims.get(profile);
      return claim?.state !== 'active' || !claim.records.includes(event.record);
    };
    const unclear = [...new Set(seen.filter(isUnclear).map(({ event }) => event.record))];
    const claimants = new Map<string, Claim[]>();
    for (const claim of await profiles.claimants(unclear)) {
      for (const record of claim.records) claimants.set(record, [...(claimants.get(record) ?? []), claim]);
    }
    return { claims, claimants };
  }
}

const byId = (claims: readonly Claim[]): ReadonlyMap<string, Claim> =>
  new Map(claims.map((claim) => [claim.id, claim]));

/** What was on its way when a person was erased must not bring them back. */
const isErased = ({ event }: EventResolved, claim: Claim | undefined): boolean =>
  claim?.state === 'erased' && claim.erasedAt !== null && Date.parse(event.receivedAt) <= claim.erasedAt;

function lessonsOf(
  seen: readonly EventResolved[],
  book: ClaimBook,
  touched: ReadonlyMap<string, readonly string[]>,
): readonly Lesson[] {
  const features = new Map<string, Set<string>>();
  const early = new Map<string, Naming[]>();
  const touch = (profile: string, record: string): void => {
    const own = features.get(profile) ?? new Set();
    for (const feature of touched.get(record) ?? []) own.add(feature);
    features.set(profile, own);
  };
  for (const { profile, event } of seen) {
    const naming = { profile, record: event.record, time: Date.parse(event.time) };
    const owner = ownerOf(naming, book);
    if (owner.kind === 'owned')
      owner.profiles.forEach((one) => {
        touch(one, event.record);
      });
    else {
      touch(owner.profile, event.record);
      early.set(owner.profile, [...(early.get(owner.profile) ?? []), naming]);
    }
  }
  return [...features].map(([profile, own]) => lessonOf(profile, own, early.get(profile) ?? []));
}

function lessonOf(profile: string, features: ReadonlySet<string>, namings: readonly Naming[]): Lesson {
  if (namings.length === 0) return { profile, touched: features, learn: (state) => state && { state } };
  return { profile, touched: 'all', learn: (state) => ({ state: withEarlyRecords(state, profile, namings) }) };
}
