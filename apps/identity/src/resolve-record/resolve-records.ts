/** A batch of collected events: facts are added, people are decided anew where something is new, every event learns its person. */
import { type Outcome, type Received } from '@tributary/bus';
import { resolvedIdOf, topics, type EventCollected, type ProfileId, type RecordId } from '@tributary/contracts';
import { factsOf, holds, mergeFacts, peopleOf, profileOf, type RecordFacts } from '@tributary/domain-identity';
import { type FindRoots } from '../link-records/find-roots.ts';
import { type LinkRecords } from '../link-records/link-records.ts';
import { type SpreadSaturation } from '../link-records/spread-saturation.ts';
import { nothingSeen } from '../link-records/unite-components.ts';
import { type ActivePolicy, type ComparesBy, type StoredComponent } from '../ports.ts';
import { type ProjectProfiles, type Traces } from '../project-profiles/project-profiles.ts';
import { RecentMap } from '../recent-map.ts';

export interface ResolveRecordsParts {
  readonly roots: FindRoots;
  readonly link: LinkRecords;
  readonly project: ProjectProfiles;
  readonly spread: SpreadSaturation;
  readonly policies: ActivePolicy;
  readonly compares: ComparesBy;
}

type Homes = ReadonlyMap<RecordId, ProfileId>;

/** People of components that many events meet again; a component of one version never changes. */
const mostRemembered = 20_000;

export class ResolveRecords {
  readonly #remembered = new RecentMap<RecordId, { readonly version: number; readonly homes: Homes }>(mostRemembered);

  constructor(private readonly parts: ResolveRecordsParts) {}

  async all(batch: readonly Received<EventCollected>[]): Promise<readonly Outcome[]> {
    const homes = await this.#homes(this.#gather(batch), tracesOf(batch));
    return batch.map(({ value, time, traceparent }): Outcome => {
      if (value === null) return { kind: 'suppressed', reason: 'TOMBSTONE' };
      const profile = homes.get(value.record);
      if (profile === undefined) throw new Error(`Record ${value.record} has no profile after its batch was resolved.`);
      const output = { topic: topics.eventResolved, key: profile, id: resolvedIdOf(value.event), time };
      const traced = traceparent === undefined ? {} : { traceparent };
      return { kind: 'ok', outputs: [{ ...output, ...traced, value: { profile, event: value } }] };
    });
  }

  #gather(batch: readonly Received<EventCollected>[]): ReadonlyMap<RecordId, RecordFacts> {
    const policy = this.parts.policies.current();
    const news = new Map<RecordId, RecordFacts>();
    for (const { value } of batch) {
      if (value === null) continue;
      const facts = factsOf(value, policy);
      const known = news.get(facts.id);
      if (known === undefined) news.set(facts.id, facts);
      else if (!holds(known, facts, policy.limits)) news.set(facts.id, mergeFacts(known, facts, policy.limits));
    }
    return news;
  }

  /** A known record with nothing new costs one look at its component; nothing is written. */
  async #homes(news: ReadonlyMap<RecordId, RecordFacts>, traces: Traces): Promise<Homes> {
    const { roots, link, project, spread, policies } = this.parts;
    const policy = policies.current();
    const [known, foreseen] = await Promise.all([roots.of(news.keys()), link.foresee(news.values())]);
    const fresh = new Map<RecordId, RecordFacts>();
    const busy = new Set<RecordId>();
    const homes = new Map<RecordId, ProfileId>();
    for (const [record, facts] of news) {
      const root = known.get(record);
      const own = root?.facts.records.get(record);
      if (root === undefined || own === undefined || !holds(own, facts, policy.limits)) fresh.set(record, facts);
      else if (root.unsettled || root.absorbing.length > 0) busy.add(record);
      else homes.set(record, this.#homeOf(record, root));
    }
    if (fresh.size + busy.size === 0) return homes;
    const seen = fresh.size > 0 ? await link.add(fresh, known, foreseen) : nothingSeen;
    for (const [record, profile] of await project.of([...seen.written.keys(), ...busy], traces, seen))
      homes.set(record, profile);
    await spread.waiting();
    return homes;
  }

  #homeOf(record: RecordId, root: StoredComponent): ProfileId {
    if (root.facts.records.size === 1) return profileOf(record);
    let remembered = this.#remembered.get(root.id);
    if (remembered?.version !== root.version) {
      const policy = this.parts.policies.of(root.decidedBy);
      const { people } = peopleOf(root.facts, policy, this.parts.compares(policy));
      const homes = new Map(people.flatMap((person) => person.records.map((id) => [id, person.profile] as const)));
      remembered = { version: root.version, homes };
      this.#remembered.set(root.id, remembered);
    }
    return remembered.homes.get(record) ?? profileOf(record);
  }
}

/** Of the last event of each record that has one. */
const tracesOf = (batch: readonly Received<EventCollected>[]): Traces =>
  new Map(
    batch.flatMap(({ value, traceparent }) =>
      value === null || traceparent === undefined ? [] : [[value.record, traceparent] as const],
    ),
  );
