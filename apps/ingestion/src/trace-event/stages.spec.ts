import { describe, expect, it } from '@jest/globals';
import { topics } from '@tributary/contracts';
import { type PersonAnswer, stagesOfRejected, stagesOfStored } from './stages.ts';

const event = topics.eventCollected.message.example;
const storedAt = Date.parse('2026-03-01T10:00:00.250Z');
const found: PersonAnswer = { kind: 'found', profile: 'p_1', version: 3, asOf: storedAt };

describe('the stages of a message', () => {
  it.each<[string, PersonAnswer, object]>([
    ['resolved', found, { stage: 'identity', outcome: 'resolved', profile: 'p_1', detail: 'version 3' }],
    [
      'not yet seen by identity, which knows the record from before',
      { ...found, asOf: storedAt - 1 },
      { stage: 'identity', outcome: 'waiting', profile: 'p_1' },
    ],
    [
      'of somebody new',
      { kind: 'unknown' },
      { stage: 'identity', outcome: 'waiting', detail: 'The record has no profile yet.' },
    ],
    [
      'while identity is away',
      { kind: 'away', detail: 'It does not answer.' },
      { stage: 'identity', outcome: 'unavailable', detail: 'It does not answer.' },
    ],
  ])('of one that is %s', (_, person, last) => {
    expect(stagesOfStored({ event, storedAt, changedDuplicates: 0 }, person)).toEqual([
      { stage: 'door', outcome: 'received', at: '2026-03-01T10:00:00.000Z' },
      { stage: 'archive', outcome: 'stored', at: '2026-03-01T10:00:00.250Z' },
      last,
    ]);
  });

  it('of one that was repaired, and whose id came again with something else', () => {
    const stored = { event: { ...event, flags: ['TIME_CLAMPED'] }, storedAt, changedDuplicates: 2 };
    expect(stagesOfStored(stored, found)[1]?.detail).toBe(
      'flagged TIME_CLAMPED; 2 different events came with the same id and were kept aside',
    );
  });

  it('of one that was refused says why and how to mend it', () => {
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
