import { describe, expect, it } from '@jest/globals';
import { BusError, type Progress, type Sought, type StoredRecord } from '@tributary/bus';
import { type EventCollected, profileId, resolvedIdOf, type Topic, topics, updatedIdOf } from '@tributary/contracts';
import { FollowEvent } from './follow-event.ts';
import { type Leg, type PersonAnswer } from './journey.ts';

const receivedAt = Date.parse('2026-03-01T10:00:00.000Z');
const storedAt = receivedAt + 250;
const event: EventCollected = topics.eventCollected.message.example;
const profile = profileId('p_1');
const ann: PersonAnswer = { kind: 'found', profile, version: 3, updatedAt: storedAt + 20 };

interface Standing {
  readonly topic: Topic;
  readonly id: string;
  readonly key: string;
  readonly at: number;
}

const collected = { topic: topics.eventCollected, id: event.event, key: event.record, at: storedAt + 5 };
const resolved = { topic: topics.eventResolved, id: resolvedIdOf(event.event), key: profile, at: storedAt + 20 };
const updated = { topic: topics.profileUpdated, id: updatedIdOf(profile, 3), key: profile, at: storedAt + 20 };

/** A log on which these stand, and where identity is with the event. */
function setUp(standing: readonly Standing[], identity: Progress = { kind: 'done' }) {
  const recordOf = ({ topic, at }: Standing): StoredRecord => ({
    ...{ topic: topic.name, partition: 1, offset: 7, key: null, value: null, headers: {}, timestamp: at },
  });
  const isSought = (one: Standing, { topic, id, key, since }: Sought): boolean =>
    one.topic === topic && one.id === id && (key ?? one.key) === one.key && since <= one.at;
  const find = (sought: Sought) => {
    const found = standing.find((one) => isSought(one, sought));
    return Promise.resolve(found ? { kind: 'found' as const, record: recordOf(found) } : { kind: 'absent' as const });
  };
  const progressOf = (_record: StoredRecord, service: string): Promise<Progress> =>
    Promise.resolve(service === 'identity' ? identity : { kind: 'done' });
  return { find, progressOf };
}

const kindsOf = (legs: readonly Leg[]): readonly string[] => legs.map(({ topic, kind }) => `${topic.name}: ${kind}`);

describe('an event', () => {
  const stored = { event, storedAt, changedDuplicates: 0 };
  const follow = async (whereabouts: ReturnType<typeof setUp>, person: PersonAnswer = ann) =>
    kindsOf((await new FollowEvent({ whereabouts, personOf: () => Promise.resolve(person) }).run(stored)).legs);

  it.each([
    ['onto every topic', [collected, resolved, updated]],
    ['where its person was before that became part of another one', [collected, { ...resolved, key: 'p_0' }, updated]],
    ['where the archive was filled again from the log', [{ ...collected, at: receivedAt + 1 }, resolved, updated]],
  ])('is followed %s', async (_, standing) => {
    expect(await follow(setUp(standing))).toEqual([
      ...['event.collected.v1: found', 'event.resolved.v1: found', 'profile.updated.v1: found'],
    ]);
  });

  it.each<Progress>([
    { kind: 'waiting', before: 3 },
    { kind: 'parked', reason: 'HANDLER_FAILED', detail: 'It always fails.', at: '2026-03-01T10:00:03.000Z' },
  ])('goes no further than identity where that is $kind with it', async (identity) => {
    expect(await follow(setUp([collected, updated], identity))).toEqual([
      ...['event.collected.v1: found', 'event.resolved.v1: not-reached', 'profile.updated.v1: not-reached'],
    ]);
  });

  it('is looked for behind identity even where its own topic no longer has it', async () => {
    expect(await follow(setUp([resolved, updated]))).toEqual([
      ...['event.collected.v1: absent', 'event.resolved.v1: found', 'profile.updated.v1: found'],
    ]);
  });

  it('is followed without the person where identity does not answer', async () => {
    expect(await follow(setUp([collected, resolved]), { kind: 'away', detail: 'It does not answer.' })).toEqual([
      ...['event.collected.v1: found', 'event.resolved.v1: found', 'profile.updated.v1: away'],
    ]);
  });

  it('has a trace that says what is wrong where the log cannot be read', async () => {
    const find = () => Promise.reject(new BusError('BUS_ACCESS_DENIED', 'User:ingestion may not read'));
    const following = new FollowEvent({ whereabouts: { ...setUp([]), find }, personOf: () => Promise.resolve(ann) });
    const { legs } = await following.run(stored);
    expect(legs[0]).toMatchObject({ kind: 'away', detail: 'BUS_ACCESS_DENIED: User:ingestion may not read' });
  });
});
