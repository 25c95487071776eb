/** Takes events into the activity of their records and brings the memberships of those people up to date. */
import { type EventResolved } from '@tributary/contracts';
import { type Received } from '@tributary/bus';
import { type Catalogue, type Segments } from '../define-segments/catalogue.ts';
import { type ActivityStore, type Claim, type ProfileState, type ProfileStore } from '../ports.ts';
import { type Learned, type Lesson, type SettleProfiles } from '../settle-profiles/settle-profiles.ts';
import { tracesOf } from '../settle-profiles/traces-of.ts';
import { type ClaimBook, type Naming, ownerOf, withEarlyRecords } from './claim-records.ts';
import { type FoldedActivities, foldActivities } from './fold-activities.ts';
import { KnownOwners } from './known-owners.ts';

export interface FollowEventsParts {
  readonly catalogue: Pick<Catalogue, 'use'>;
  readonly profiles: ProfileStore;
  readonly activities: ActivityStore;
  readonly settle: SettleProfiles;
}

type Resolved = readonly EventResolved[];

export class FollowEvents {
  readonly #owners = new KnownOwners();

  constructor(private readonly parts: FollowEventsParts) {}

  all(batch: readonly Received<EventResolved>[]): Promise<void> {
    return this.parts.catalogue.use(async (segments) => {
      const seen = batch
        .flatMap(({ value }) => value ?? [])
        .filter(({ event }) => segments.featuresOf(event).length > 0);
      if (seen.length === 0) return;
      const unusual = seen.filter(({ profile, event }) => !this.#owners.isOwner(profile, event.record));
      const book = await this.#bookFor(unusual);
      await this.#dropErased(seen, book);
      const wanted = seen.filter((one) => !isErased(one, book));
      const folded = await this.#fold(wanted, segments);
      const traces = tracesOf(batch);
      const strays = await this.#settle(wanted, { book, looked: new Set(unusual), folded, segments, traces });
      // The memory of an owner was wrong: look who it is.
      if (strays.length > 0) {
        const looked = await this.#bookFor(strays);
        await this.#dropErased(strays, looked);
        const homed = strays.filter((one) => !isErased(one, looked));
        await this.#settle(homed, { book: looked, looked: new Set(homed), folded, segments, traces });
      }
    });
  }

  #fold(seen: Resolved, segments: Segments): Promise<FoldedActivities> {
    const events = seen.map(({ event }) => event);
    return foldActivities(this.parts.activities, events, segments.featuresOf);
  }

  /** Answers the events whose supposed owner does not own their record. */
  async #settle(seen: Resolved, means: Means): Promise<Resolved> {
    const strays = new Set<EventResolved>();
    const lessons = lessonsOf(seen, means, (state, one) => {
      if (state !== undefined && owns(state, one.event.record)) this.#owners.remember(state.id, one.event.record);
      else strays.add(one);
    });
    await this.parts.settle.all(lessons, means.segments, means.folded.known);
    return [...strays];
  }

  async #bookFor(seen: Resolved): Promise<ClaimBook> {
    const { profiles } = this.parts;
    const found = await profiles.claims([...new Set(seen.map(({ profile }) => profile))]);
    const claims = new Map(found.map((claim) => [claim.id, claim]));
    const isUnclear = ({ profile, event }: EventResolved): boolean => !owns(claims.get(profile), event.record);
    const unclear = [...new Set(seen.filter(isUnclear).map(({ event }) => event.record))];
    const claimants = new Map<string, Claim[]>();
    for (const claim of await profiles.claimants(unclear)) {
      for (const record of claim.records) claimants.set(record, [...(claimants.get(record) ?? []), claim]);
    }
    return { claims, claimants };
  }

  /** What was on its way when a person was erased must not bring them back. */
  async #dropErased(seen: Resolved, book: ClaimBook): Promise<void> {
    const erased = seen.filter((one) => isErased(one, book)).map(({ event }) => event.record);
    await this.parts.activities.erase(erased.filter((record) => !book.claimants.has(record)));
  }
}

interface Means {
  readonly book: ClaimBook;
  /** The events whose owners are looked up in the book; the others are where they are remembered to be. */
  readonly looked: ReadonlySet<EventResolved>;
  readonly folded: FoldedActivities;
  readonly segments: Segments;
  readonly traces: ReadonlyMap<string, string>;
}

const owns = (claim: Pick<Claim, 'state' | 'records'> | undefined, record: string): boolean =>
  claim?.state === 'active' && claim.records.includes(record);

function isErased({ profile, event }: EventResolved, { claims }: ClaimBook): boolean {
  const claim = claims.get(profile);
  return claim?.state === 'erased' && claim.erasedAt !== null && Date.parse(event.receivedAt) <= claim.erasedAt;
}

/** What one profile hears in one batch. */
interface Heard {
  readonly features: Set<string>;
  readonly early: Naming[];
  readonly events: EventResolved[];
}

type Check = (state: ProfileState | undefined, one: EventResolved) => void;

function lessonsOf(seen: Resolved, { book, looked, folded, traces }: Means, check: Check): readonly Lesson[] {
  const heard = new Map<string, Heard>();
  for (const one of seen) {
    const { profile, event } = one;
    const naming = { profile, record: event.record, time: Date.parse(event.time) };
    const owner = looked.has(one) ? ownerOf(naming, book) : undefined;
    for (const id of owner?.kind === 'owned' ? owner.profiles : [owner?.profile ?? profile]) {
      const own = heard.get(id) ?? { features: new Set(), early: [], events: [] };
      for (const feature of folded.touched.get(event.record) ?? []) own.features.add(feature);
      if (owner?.kind === 'early') own.early.push(naming);
      own.events.push(one);
      heard.set(id, own);
    }
  }
  return [...heard].map(([profile, own]) => ({
    ...lessonOf(profile, own, check),
    traceparent: own.events.map((event) => traces.get(event.profile)).find((trace) => trace !== undefined),
  }));
}

function lessonOf(profile: string, { features, early, events }: Heard, check: Check): Lesson {
  return {
    profile,
    touched: early.length > 0 ? 'all' : features,
    learn: (state): Learned | undefined => {
      const next = early.length > 0 ? withEarlyRecords(state, profile, early) : state;
      for (const one of events) check(next, one);
      return next && { state: next };
    },
  };
}
