import { describe, expect, it } from '@jest/globals';
import { type Progress } from '@tributary/bus';
import { profileId, type ServiceName, type Topic, topics } from '@tributary/contracts';
import { type Journey, type Leg, type PersonAnswer, readersOf } from './journey.ts';
import { type Stage, stagesOfRejected, stagesOfStored } from './stages.ts';

const event = topics.eventCollected.message.example;
const storedAt = Date.parse('2026-03-01T10:00:00.250Z');
const ann: PersonAnswer = { kind: 'found', profile: profileId('p_1'), version: 3, updatedAt: storedAt };
const done: Progress = { kind: 'done' };
const waiting: Progress = { kind: 'waiting', before: 12 };
const parked: Progress = { kind: 'parked', reason: 'NOT_JSON', detail: 'The value is not JSON.', at: event.receivedAt };

const stored = { event, storedAt, changedDuplicates: 0 };
const { eventCollected, eventResolved, profileUpdated } = topics;

/** Found on the topic, and done by every service that reads it but for those that are named. */
const found = (topic: Topic, but: Partial<Record<ServiceName, Progress>> = {}): Leg => ({
  ...{ kind: 'found', topic, partition: 2, offset: 7, appendedAt: storedAt },
  passed: readersOf(topic).map((service) => ({ service, progress: but[service] ?? done })),
});
const none = (topic: Topic, kind: 'absent' | 'beyond' | 'not-reached'): Leg => ({ kind, topic });
const behind = [none(eventResolved, 'not-reached'), none(profileUpdated, 'not-reached')];

/** One line for each stage of a service. */
const linesOf = (journey: Journey): readonly string[] => stagesOfStored(stored, journey).slice(2).map(lineOf);
const lineOf = ({ stage, topic, outcome, profile, detail }: Stage): string =>
  [`${stage} on ${topic?.replace('.v1', '')}: ${outcome}`, profile, detail].filter((part) => part).join(', ');

describe('the stages of a message', () => {
  const journeys: readonly [string, readonly Leg[], readonly string[]][] = [
    [
      'has passed every service',
      [found(eventCollected), found(eventResolved), found(profileUpdated)],
      [
        'identity on event.collected: resolved, p_1, version 3',
        'analytics on event.collected: worked-off',
        'segmentation on event.resolved: worked-off',
        'decisioning on event.resolved: worked-off',
        'segmentation on profile.updated: worked-off, version 3',
        'analytics on profile.updated: worked-off, version 3',
        'decisioning on profile.updated: worked-off, version 3',
      ],
    ],
    [
      'waits for identity, which knows the record from before',
      [found(eventCollected, { identity: waiting }), ...behind],
      [
        'identity on event.collected: waiting, p_1, Up to 12 messages come before it.',
        'analytics on event.collected: worked-off',
        'segmentation on event.resolved: not-reached, Identity has not passed it on.',
        'decisioning on event.resolved: not-reached, Identity has not passed it on.',
        'segmentation on profile.updated: not-reached, Identity has not passed it on.',
        'analytics on profile.updated: not-reached, Identity has not passed it on.',
        'decisioning on profile.updated: not-reached, Identity has not passed it on.',
      ],
    ],
    [
      'was parked by one service, is next in another, and has a person whose snapshot is not there yet',
      [
        found(eventCollected, { analytics: { kind: 'done-or-parked' } }),
        found(eventResolved, { segmentation: parked, decisioning: { kind: 'waiting', before: 0 } }),
        none(profileUpdated, 'absent'),
      ],
      [
        'identity on event.collected: resolved, p_1, version 3',
        'analytics on event.collected: unknown, It was worked off, or is among the very many on analytics.dead-lettered.v1.',
        'segmentation on event.resolved: dead-lettered, NOT_JSON: The value is not JSON. It lies on segmentation.dead-lettered.v1.',
        'decisioning on event.resolved: waiting, It is the next one.',
        ...['segmentation', 'analytics', 'decisioning'].map(
          (service) =>
            `${service} on profile.updated: unknown, It is not on profile.updated.v1, which keeps the newest of each key; or it comes there in a moment.`,
        ),
      ],
    ],
    [
      'is older than the topics',
      [none(eventCollected, 'absent'), none(eventResolved, 'absent'), found(profileUpdated)],
      [
        ...[
          ['identity', 'collected', 'p_1, '],
          ['analytics', 'collected', ''],
          ['segmentation', 'resolved', ''],
          ['decisioning', 'resolved', ''],
        ].map(
          ([service, topic, person]) =>
            `${service} on event.${topic}: unknown, ${person}It is not on event.${topic}.v1, which keeps messages for 7 days; or it comes there in a moment.`,
        ),
        'segmentation on profile.updated: worked-off, version 3',
        'analytics on profile.updated: worked-off, version 3',
        'decisioning on profile.updated: worked-off, version 3',
      ],
    ],
    [
      'was resolved long after, while the log answers only in part',
      [
        found(eventCollected),
        none(eventResolved, 'beyond'),
        { kind: 'away', topic: profileUpdated, detail: 'BUS_ACCESS_DENIED' },
      ],
      [
        'identity on event.collected: resolved, p_1, version 3',
        'analytics on event.collected: worked-off',
        ...['segmentation', 'decisioning'].map(
          (service) =>
            `${service} on event.resolved: unknown, It came to event.resolved.v1 so much later than to the stage before that it was not found.`,
        ),
        'segmentation on profile.updated: unavailable, BUS_ACCESS_DENIED',
        'analytics on profile.updated: unavailable, BUS_ACCESS_DENIED',
        'decisioning on profile.updated: unavailable, BUS_ACCESS_DENIED',
      ],
    ],
  ];
  it.each(journeys)('of one that %s', (_, legs, lines) => {
    expect(linesOf({ legs, person: ann })).toEqual(lines);
  });

  it.each<[string, PersonAnswer, string]>([
    ['has erased the person', { kind: 'unknown' }, 'Nobody is known by its record any more.'],
    ['does not answer', { kind: 'away', detail: 'It does not answer.' }, 'It does not answer.'],
  ])('tell that identity has resolved it where that %s', (_, person, detail) => {
    expect(stagesOfStored(stored, { legs: [found(eventCollected)], person })[2]).toEqual({
      ...{ stage: 'identity', outcome: 'resolved', detail },
      ...{ topic: 'event.collected.v1', partition: 2, offset: 7 },
    });
  });

  it('begin at the door and in the archive', () => {
    const changed = { event: { ...event, flags: ['TIME_CLAMPED'] }, storedAt, changedDuplicates: 2 };
    expect(stagesOfStored(changed, { legs: [], person: ann })).toEqual([
      { stage: 'door', outcome: 'received', at: '2026-03-01T10:00:00.000Z' },
      {
        ...{ stage: 'archive', outcome: 'stored', at: '2026-03-01T10:00:00.250Z' },
        detail: 'flagged TIME_CLAMPED; 2 different events came with the same id and were kept aside',
      },
    ]);
  });

  it('of one that was refused say why and how to mend it', () => {
    const rejection = { ...topics.eventRejected.message.example, state: 'open' as const };
    expect(stagesOfRejected(rejection)).toEqual([
      { stage: 'door', outcome: 'received', at: '2026-03-01T10:00:00.000Z' },
      {
        stage: 'rejection',
        outcome: 'rejected',
        rejection: 'j_5f0c1a',
        detail: 'MISSING_IDENTITY: Neither userId nor anonymousId is set. Send userId, anonymousId, or both.',
      },
    ]);
    expect(stagesOfRejected({ ...rejection, state: 'replayed' })[1]?.outcome).toBe('replayed');
  });
});
