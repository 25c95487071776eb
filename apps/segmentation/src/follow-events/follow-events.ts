/** Takes events into the activity of their records and brings the memberships of those people up to date. */
import { type EventResolved } from '@tributary/contracts';
import { type Received } from '@tributary/bus';
import { type Catalogue, type Segments } from '../define-segments/catalogue.ts';
import { type ActivityStore, type Departed, type ProfileState, type ProfileStore } from '../ports.ts';
import { giveUpEarly } from '../settle-profiles/give-up-early.ts';
import { type Learned, type Lesson, type SettleProfiles } from '../settle-profiles/settle-profiles.ts';
import { tracesOf } from '../settle-profiles/traces-of.ts';
import { type Naming, OwnerBook, isErased, isAsSeen, survivorOf, withEarlyRecords } from './claim-records.ts';
import { type FoldedActivities, foldActivities } from './fold-activities.ts';

export interface FollowEventsParts {
  readonly catalogue: Pick<Catalogue, 'use'>;
  readonly profiles: ProfileStore;
  readonly activities: ActivityStore;
  readonly settle: SettleProfiles;
}

type Resolved = readonly EventResolved[];
type DepartedById = ReadonlyMap<string, Departed>;

export class FollowEvents {
  constructor(private readonly parts: FollowEventsParts) {}

  all(batch: readonly Received<EventResolved>[]): Promise<void> {
    return this.parts.catalogue.use(async (segments) => {
      const traces = tracesOf(batch);
      let open: Resolved = batch
        .flatMap(({ value }) => value ?? [])
        .filter(({ event }) => segments.featuresOf(event).length > 0);
      while (open.length > 0) open = await this.#follow(open, segments, traces);
    });
  }

  /** Answers the events to follow again: of what was known of their profile something has changed before it took them. */
  async #follow(seen: Resolved, segments: Segments, traces: ReadonlyMap<string, string>): Promise<Resolved> {
    const { profiles, activities, settle } = this.parts;
    const departed = await this.#departedOf(seen);
    const wanted = await this.#withoutErased(seen, departed);
    const events = wanted.map(({ event }) => event);
    const folded = await foldActivities(activities, events, segments.featuresOf);
    // Not before the fold: who gets a record after this look judges by these events without being told.
    const owners = new OwnerBook(await profiles.owners([...folded.known.keys()]));
    const strays = new Set<EventResolved>();
    const lessons = lessonsOf(wanted, { departed, owners, folded, traces, onStray: (one) => strays.add(one) });
    await settle.all(lessons, segments, { activities: folded.known, profiles: owners.states });
    await giveUpEarly(this.parts, owners.open(folded.known.keys()), segments);
    return [...strays];
  }

  /** Of the profiles that are named, and of those that they were merged into. */
  async #departedOf(seen: Resolved): Promise<DepartedById> {
    const departed = new Map<string, Departed>();
    let open: readonly string[] = [...new Set(seen.map(({ profile }) => profile))];
    while (open.length > 0) {
      const found = await this.parts.profiles.departed(open);
      for (const one of found) departed.set(one.id, one);
      open = found.flatMap(({ mergedInto }) => mergedInto ?? []).filter((id) => !departed.has(id));
    }
    return departed;
  }

  /** What was on its way when a person was erased must not bring them back. */
  async #withoutErased(seen: Resolved, departed: DepartedById): Promise<Resolved> {
    const erased = new Set(seen.filter((one) => isErased(one, departed)));
    if (erased.size === 0) return seen;
    const records = [...new Set([...erased].map(({ event }) => event.record))];
    const claimed = new Set((await this.parts.profiles.claimants(records)).flatMap((claim) => claim.records));
    await this.parts.activities.erase(records.filter((record) => !claimed.has(record)));
    return seen.filter((one) => !erased.has(one));
  }
}

interface Means {
  readonly departed: DepartedById;
  readonly owners: OwnerBook;
  readonly folded: FoldedActivities;
  readonly traces: ReadonlyMap<string, string>;
  /** Called with events that their profile could not take. */
  readonly onStray: (one: EventResolved) => void;
}

/** What one profile hears in one batch. */
interface Heard {
  readonly features: Set<string>;
  readonly early: Naming[];
  readonly events: EventResolved[];
}

function lessonsOf(seen: Resolved, means: Means): readonly Lesson[] {
  const { departed, owners, folded, traces } = means;
  const heard = new Map<string, Heard>();
  for (const one of seen) {
    const { profile, event } = one;
    const confirmed = owners.of(event.record);
    for (const id of confirmed.length > 0 ? confirmed : [survivorOf(profile, departed)]) {
      const own = heard.get(id) ?? { features: new Set(), early: [], events: [] };
      for (const feature of folded.touched.get(event.record) ?? []) own.features.add(feature);
      if (confirmed.length === 0) own.early.push({ record: event.record, time: Date.parse(event.time) });
      own.events.push(one);
      heard.set(id, own);
    }
  }
  return [...heard].map(([profile, own]) => ({
    ...lessonOf(profile, own, means),
    traceparent: own.events.map((event) => traces.get(event.profile)).find((trace) => trace !== undefined),
  }));
}

function lessonOf(profile: string, { features, early, events }: Heard, { departed, onStray }: Means): Lesson {
  const learn = (state: ProfileState | undefined): Learned | undefined => {
    const mayClaim = early.length > 0 && isAsSeen(state, departed.get(profile));
    const next = mayClaim ? withEarlyRecords(state, profile, early) : state;
    const owns = ({ event }: EventResolved): boolean => next?.records.includes(event.record) ?? false;
    for (const one of events) if (!owns(one)) onStray(one);
    return next && { state: next };
  };
  return { profile, touched: early.length > 0 ? 'all' : features, learn };
}
