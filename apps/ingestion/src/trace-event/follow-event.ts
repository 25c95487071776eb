/** Follows a stored event over the topics, by the places of its messages and the offsets that the services have committed. */
import { BusError, type Progress, type Sought, type Whereabouts, withDeadline } from '@tributary/bus';
import { type RecordId, resolvedIdOf, type Topic, topics, updatedIdOf } from '@tributary/contracts';
import { type Journey, type Leg, type PersonAnswer, readersOf } from './journey.ts';
import { type StoredEvent } from './stages.ts';

export interface FollowEventParts {
  readonly whereabouts: Pick<Whereabouts, 'find' | 'progressOf'>;
  readonly personOf: (record: RecordId) => Promise<PersonAnswer>;
}

/** Somebody waits for the answer at a screen. */
const deadlineMs = 5_000;

type Trail = Omit<Sought, 'topic'>;

export class FollowEvent {
  constructor(private readonly parts: FollowEventParts) {}

  async run({ event: { event, record, receivedAt }, storedAt }: StoredEvent): Promise<Journey> {
    const trail = { id: event, key: record };
    // An archive that was filled again from the log holds it as stored long after it was published.
    const received = { ...trail, since: Date.parse(receivedAt) };
    const collected = await this.#look(topics.eventCollected, [{ ...trail, since: storedAt }, received]);
    // Not before: where identity has passed it on, the answer holds what followed.
    const person = await this.parts.personOf(record);
    if (endsAtIdentity(collected)) {
      const others = [topics.eventResolved, topics.profileUpdated];
      return { legs: [collected, ...others.map((topic): Leg => ({ kind: 'not-reached', topic }))], person };
    }
    const resolved = { id: resolvedIdOf(event), since: collected.kind === 'found' ? collected.appendedAt : storedAt };
    // It stands where its person was, who may have become part of another one since.
    const trails = person.kind === 'found' ? [{ ...resolved, key: person.profile }, resolved] : [resolved];
    const legs = [this.#look(topics.eventResolved, trails), this.#snapshotOf(person)];
    return { legs: [collected, ...(await Promise.all(legs))], person };
  }

  async #snapshotOf(person: PersonAnswer): Promise<Leg> {
    const topic = topics.profileUpdated;
    if (person.kind === 'away') return { ...person, topic };
    if (person.kind === 'unknown') return { kind: 'absent', topic };
    const { profile, version, updatedAt } = person;
    return this.#look(topic, [{ id: updatedIdOf(profile, version), key: profile, since: updatedAt }]);
  }

  async #look(topic: Topic, trails: readonly Trail[]): Promise<Leg> {
    const late = () => new BusError('BUS_DEADLINE', `the log has not told within ${deadlineMs} ms`);
    try {
      return await withDeadline(this.#legOn(topic, trails), deadlineMs, late);
    } catch (error) {
      return { kind: 'away', topic, detail: error instanceof Error ? error.message : String(error) };
    }
  }

  /** By the first trail that leads to it. */
  async #legOn(topic: Topic, trails: readonly Trail[]): Promise<Leg> {
    const { whereabouts } = this.parts;
    let missing: 'absent' | 'beyond' = 'absent';
    for (const trail of trails) {
      const search = await whereabouts.find({ topic, ...trail });
      if (search.kind === 'found') {
        const { record } = search;
        const passed = await Promise.all(
          readersOf(topic).map(async (service) => ({
            service,
            progress: await whereabouts.progressOf(record, service),
          })),
        );
        const { partition, offset, timestamp: appendedAt } = record;
        return { kind: 'found', topic, partition, offset, appendedAt, passed };
      }
      if (search.kind === 'beyond') missing = 'beyond';
    }
    return { kind: missing, topic };
  }
}

/** It waits there, or was parked. */
const endsAtIdentity = (collected: Leg): boolean =>
  collected.kind === 'found' &&
  collected.passed.some(({ service, progress: { kind } }) => service === 'identity' && stops.includes(kind));

const stops: readonly string[] = ['waiting', 'parked'] satisfies readonly Progress['kind'][];
