/** Brings the profiles in line with the people of their components, and announces what changed. */
import { type ProfileId, type RecordId } from '@tributary/contracts';
import { peopleOf, profileOf, ruleOf, type Comparisons, type People, type Policy } from '@tributary/domain-identity';
import { awaitedLater } from '../awaited-later.ts';
import { insist } from '../insist.ts';
import { type Settled, type SettleComponents } from '../link-records/settle-components.ts';
import { type JustSeen } from '../link-records/unite-components.ts';
import {
  type ActivePolicy,
  type ComparesBy,
  type IdentifierStore,
  type ComponentStore,
  type ProfileStore,
  type StoredComponent,
  type StoredProfile,
} from '../ports.ts';
import { askedOf } from '../review-people/asked-of.ts';
import { type ReviewStore } from '../review-people/review-store.ts';
import { draftProfile, newsOf, type DraftContext, type Wanted } from './draft-profile.ts';
import { ReadAhead } from './read-ahead.ts';
import { type SendProfiles } from './send-profiles.ts';
import { whyMerged, whySplit } from './reasons.ts';

export interface ProjectProfilesParts {
  readonly identifiers: IdentifierStore;
  readonly components: ComponentStore;
  readonly profiles: ProfileStore;
  readonly reviews: ReviewStore;
  readonly settle: SettleComponents;
  readonly send: SendProfiles;
  readonly policies: ActivePolicy;
  readonly compares: ComparesBy;
  readonly clock: { now(): number };
}

type Homes = ReadonlyMap<RecordId, ProfileId>;

/** Trace contexts of the events that brought news of these records. */
export type Traces = ReadonlyMap<RecordId, string>;

const untraced: Traces = new Map();

/** A component with its people. */
interface Resolved {
  readonly component: StoredComponent;
  readonly people: People;
  readonly policy: Policy;
  readonly homes: Homes;
}

interface Telling extends Pick<Settled, 'fulfilled'> {
  readonly traces: Traces;
  readonly ahead: ReadAhead;
}

export class ProjectProfiles {
  constructor(private readonly parts: ProjectProfilesParts) {}

  /** Answers the profile of every record in the components that hold these ids. `seen`: what these ids were just linked by. */
  async of(ids: Iterable<RecordId>, traces: Traces = untraced, seen?: JustSeen): Promise<Homes> {
    const homes = new Map<RecordId, ProfileId>();
    let waiting = [...new Set(ids)];
    let known = seen;
    await insist('profile', async () => {
      const ahead = this.#ahead(known);
      const { roots, fulfilled } = await this.parts.settle.of(waiting, known);
      known = undefined; // who lost a race looks again
      const resolved = standing(roots.values()).map((component) => this.#resolve(component));
      for (const { homes: own } of resolved) for (const [record, profile] of own) homes.set(record, profile);
      const settled = await this.#write(resolved, { fulfilled, traces, ahead });
      waiting = waiting.filter((id) => {
        const root = roots.get(id);
        return root !== undefined && root.version > 0 && !settled.has(root.id);
      });
      return waiting.length === 0;
    });
    return homes;
  }

  #ahead(seen: JustSeen | undefined): ReadAhead {
    const facts = [...(seen?.written.values() ?? [])].flatMap((component) => [...component.facts.records.keys()]);
    return new ReadAhead(this.parts.profiles, facts.map(profileOf));
  }

  #resolve(component: StoredComponent): Resolved {
    const policy = this.parts.policies.of(component.decidedBy);
    return resolve(component, policy, this.parts.compares(policy));
  }

  /** Answers the components whose people are written and still those of the stored facts; what we wrote of them is published. */
  async #write(resolved: readonly Resolved[], { fulfilled, ...telling }: Telling): Promise<ReadonlySet<RecordId>> {
    const { identifiers, components, reviews } = this.parts;
    const saturated = resolved.flatMap((own) => this.#saturatedBy(own));
    if (saturated.length > 0) await identifiers.saturate(saturated);
    const replacing = awaitedLater(reviews.replace(resolved.map(askedOf)));
    const { published } = await this.#writeProfiles(resolved, telling);
    const marks = await replacing;
    // What is written is told by the sweeper, should this process not live to do it.
    const settled = await components.settle(
      resolved.map(({ component }) => ({
        ...{ id: component.id, version: component.version },
        ...(fulfilled.has(component.id) && { fulfilled: component }),
      })),
    );
    await reviews.confirm(marks.filter(({ component }) => settled.has(component)));
    await published;
    return settled;
  }

  #saturatedBy({ people, policy, component }: Resolved): readonly { readonly key: string; readonly over: number }[] {
    return people.saturated
      .filter((key) => !component.facts.saturated.includes(key))
      .map((key) => ({ key, over: ruleOf(policy, key.slice(0, key.indexOf('|'))).records }));
  }

  /** Resolves when all are written: the last of them are still being published. */
  async #writeProfiles(
    resolved: readonly Resolved[],
    { traces, ahead }: Omit<Telling, 'fulfilled'>,
  ): Promise<{ readonly published: Promise<void> }> {
    let published = Promise.resolve();
    let reading = ahead;
    await insist('profile', async () => {
      await published; // whoever writes the next version must not publish it before this one
      const { news, lost } = await this.#attempt(resolved, { traces, ahead: reading });
      reading = new ReadAhead(this.parts.profiles);
      published = awaitedLater(this.parts.send.send(news));
      return lost === 0;
    });
    return { published };
  }

  /** What is to be told of what was written, and how many writes were lost to another process. */
  async #attempt(
    resolved: readonly Resolved[],
    { traces, ahead }: Omit<Telling, 'fulfilled'>,
  ): Promise<{ readonly news: readonly StoredProfile[]; readonly lost: number }> {
    const wanted = resolved.map((own) => ({ own, all: wantedOf(own) }));
    const stored = await ahead.of(wanted.flatMap(({ all }) => all.map(({ id }) => id)));
    const writes = wanted.flatMap(({ own, all }) => {
      const context = contextOf({ own, all, stored, traces, now: this.parts.clock.now() });
      return all.map((one) => draftProfile(stored.get(one.id), one, context)).filter((write) => write !== undefined);
    });
    if (writes.length === 0) return { news: [], lost: 0 };
    const saved = await this.parts.profiles.save(writes);
    return { news: newsOf(writes, { saved, stored }), lost: writes.length - saved.size };
  }
}

/**
 * Components that are stored, without those that were absorbed after they were seen: their records stand in a smaller one as well, and
 * nobody may be projected twice. Who asked for them asks again, as they are not settled.
 */
function standing(roots: Iterable<StoredComponent>): readonly StoredComponent[] {
  const held = new Set<RecordId>();
  const stored = [...new Set(roots)].filter(({ version }) => version > 0);
  return stored
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .filter(({ facts }) => {
      const own = [...facts.records.keys()];
      const stands = !own.some((record) => held.has(record));
      for (const record of stands ? own : []) held.add(record);
      return stands;
    });
}

function resolve(component: StoredComponent, policy: Policy, comparisons: Comparisons | undefined): Resolved {
  const people = peopleOf(component.facts, policy, comparisons);
  const homes = new Map(people.people.flatMap(({ profile, records }) => records.map((id) => [id, profile] as const)));
  return { component, people, policy, homes };
}

/**
 * One for every record, not only for every person: the profile that a record would found exists as soon as the record
 * does, so that a slow process with an old view finds it there, and newer, instead of bringing it to life.
 */
function wantedOf({ component, people, homes }: Resolved): readonly Wanted[] {
  const basis = { component: component.id, version: component.version };
  const persons = new Map(people.people.map((person) => [person.profile, person]));
  return [...component.facts.records.values()].flatMap((facts): readonly Wanted[] => {
    const id = profileOf(facts.id);
    const person = persons.get(id);
    if (person === undefined) {
      const content = { records: [], identifiers: [], traits: [], firstSeenAt: facts.firstAt };
      return [{ id, basis, mergedInto: homes.get(facts.id), content }];
    }
    const { records, identifiers, traits, firstSeenAt } = person;
    return [{ id, basis, mergedInto: undefined, content: { records, identifiers, traits, firstSeenAt } }];
  });
}

interface ContextParts {
  readonly own: Resolved;
  readonly all: readonly Wanted[];
  readonly stored: ReadonlyMap<ProfileId, StoredProfile>;
  readonly traces: Traces;
  readonly now: number;
}

function contextOf({ own, all, stored, traces, now }: ContextParts): DraftContext {
  const merging = all.filter(({ id, mergedInto }) => {
    const before = stored.get(id);
    return mergedInto !== undefined && before?.born === true && before.mergedInto === undefined;
  });
  return {
    now,
    home: (record) => own.homes.get(record),
    whyMerged: (records) => whyMerged(own.people, records),
    whySplit: (records) => whySplit(own.people, records, own.component.facts.assertions),
    traceparent: (records) => (traces.size === 0 ? undefined : firstOf(traces, [...records, ...own.homes.keys()])),
    absorbed: (into) => merging.filter(({ mergedInto }) => mergedInto === into).map(({ id }) => id),
  };
}

function firstOf(traces: Traces, records: readonly RecordId[]): string | undefined {
  const record = records.find((one) => traces.has(one));
  return record && traces.get(record);
}
