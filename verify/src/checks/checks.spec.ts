import { describe, expect, it } from '@jest/globals';
import { type Evidence } from '../reading/evidence.ts';
import { type CheckName } from './check.ts';
import { checks, runChecks } from './checks.ts';
import { claimsOf, sentOf, smallWorld } from './small-world.ts';

const found = (evidence: Evidence, name: CheckName): readonly string[] =>
  checks.find((check) => check.name === name)?.find(evidence) ?? [];

const world = smallWorld();
const some = <T>(found: T | undefined): T => {
  if (found === undefined) throw new Error('The small world has it.');
  return found;
};
const [first, second, third] = [0, 1, 2].map((index) => some(world.archive[index]));
const [sent0, sent1, sent2] = [0, 1, 2].map((index) => some(world.sent[index]));
const attempt = some(some(sent0).attempts[0]);
const rejection = { rejection: 'j_1', marker: 'vfy:a:2', code: 'TOO_DEEP', source: 'default' };
const decision = (number: number, offers: string[], from: 'answer' | 'log' | 'topic' = 'log') => ({
  ...{ decision: `dec.a.ann.${number}`, profile: '', offers, from, person: 'ann' },
});
const snapshot = (version: number, offset: number, hash = `h${version}`, changed = ['traits.city']) => ({
  ...{ profile: 'p_1', version, offset, hash, changed, partition: 0 },
});
const letter = {
  id: 'l1',
  group: 'g',
  topic: 'event.received.v1',
  place: { partition: 0, offset: 1 },
  marker: '',
  reason: '',
};

describe('the checks', () => {
  it('find nothing where every promise is kept', () => {
    for (const { check, examples } of runChecks(world)) expect([check, examples]).toEqual([check, []]);
  });

  it.each<[CheckName, string, Partial<Evidence>, RegExp]>([
    [
      'V1',
      'an acknowledged event that is nowhere',
      { archive: [some(first), some(third)] },
      /vfy:a:2 was acknowledged and is nowhere/,
    ],
    ['V1', 'an event in two places', { rejected: [rejection] }, /stored and rejected/],
    [
      'V1',
      'a sound event that was rejected',
      { archive: [some(first), some(third)], rejected: [rejection] },
      /sound and was rejected/,
    ],
    [
      'V1',
      'an acknowledged copy that is not on the log',
      { sent: [{ ...some(sent0), attempts: [attempt, attempt] }, some(sent1), some(sent2)] },
      /acknowledged 2 times and is there 1 times/,
    ],
    [
      'V1',
      'poison that was stored',
      { sent: world.sent.map((one) => ({ ...one, item: { ...one.item, poison: 'huge' as const } })) },
      /is poison \(huge\) and was stored/,
    ],
    [
      'V2',
      'a refused event that is there',
      {
        sent: world.sent.map((one) => ({ ...one, attempts: [{ ...attempt, answer: 'failed' as const, status: 413 }] })),
      },
      /refused and is there/,
    ],
    [
      'V2',
      'an unanswered event that is there twice',
      {
        sent: world.sent.map((one) => ({ ...one, attempts: [] })),
        archive: [...world.archive, { ...some(first), id: 'other' }],
      },
      /never answered and is stored 2 times/,
    ],
    [
      'V2',
      'an event that nobody sent',
      { archive: [...world.archive, { ...some(first), marker: 'vfy:a:99' }] },
      /never sent/,
    ],
    [
      'V2',
      'an event that came more often than it was sent',
      { received: [...world.received, { ...some(world.received[0]), id: 'again', offset: 9 }] },
      /sent 1 times and received 2 times/,
    ],
    [
      'V3',
      'an event that is stored twice',
      { archive: [...world.archive, { ...some(second), id: 'other' }] },
      /is stored 2 times/,
    ],
    [
      'V3',
      'an event that is passed on under two ids',
      { collected: [...world.collected, { ...some(world.collected[0]), id: 'other', offset: 9 }] },
      /is collected 2 times/,
    ],
    [
      'V3',
      'an event that is resolved under two ids',
      { resolved: [...world.resolved, { ...some(world.resolved[0]), id: 'other', offset: 9 }] },
      /is resolved 2 times/,
    ],
    [
      'V3',
      'a message that is parked twice',
      { deadLetters: [letter, { ...letter, id: 'l2' }] },
      /is dead-lettered 2 times/,
    ],
    [
      'V3',
      'an order that is counted twice',
      { figures: { ...some(world.figures), orders: 2, gross: 2_500 } },
      /2 orders are counted and there were 1/,
    ],
    [
      'V3',
      'an event that is counted twice',
      { figures: { ...some(world.figures), events: { $identify: 3, 'Order Completed': 1 } } },
      /\$identify is counted 3 times/,
    ],
    [
      'V4',
      'a log that has another order than the door',
      { received: world.received.map((one) => ({ ...one, offset: 2 - one.offset })) },
      /on the log: number 1/,
    ],
    [
      'V4',
      'a stage that lets one overtake',
      { collected: world.collected.map((one) => ({ ...one, offset: 2 - one.offset })) },
      /collected of r_/,
    ],
    [
      'V4',
      'a later stage that lets one overtake',
      { resolved: world.resolved.map((one) => ({ ...one, offset: 2 - one.offset })) },
      /resolved of r_/,
    ],
    [
      'V5',
      'an older word that won',
      { profiles: world.profiles.map((one) => ({ ...one, traits: { city: 'York' } })) },
      /shows traits/,
    ],
    ['V5', 'a person that is missing', { profiles: [] }, /should be a person/],
    [
      'V5',
      'a person too many',
      { profiles: [...world.profiles, { ...some(world.profiles[0]), profile: 'p_x' }] },
      /should be nobody/,
    ],
    [
      'V5',
      'an old id that leads astray',
      {
        profiles: [
          ...world.profiles,
          { ...some(world.profiles[0]), profile: 'p_x', state: 'merged', mergedInto: 'p_y' },
        ],
      },
      /p_x leads to p_y/,
    ],
    ['V6', 'a message without an end', { archive: [some(first), some(third)] }, /1 of 3 have no end/],
    [
      'V6',
      'a group that is not done',
      { lags: [{ group: 'identity', topic: 'event.collected.v1', messages: 2 }] },
      /identity has 2 of/,
    ],
    [
      'V7',
      'a cap per person that is passed',
      { decisions: [1, 2, 3, 4].map((n) => decision(n, ['gift'])) },
      /gift was given 4 times to ann/,
    ],
    [
      'V7',
      'a total that is passed',
      { decisions: [1, 2, 3].map((n) => decision(n, ['rare'])) },
      /rare was given 3 times; the cap is 2/,
    ],
    [
      'V7',
      'a decision that says two things',
      { decisions: [decision(1, ['gift']), decision(1, ['plain'], 'topic')] },
      /says \[gift\] and \[plain\]/,
    ],
    [
      'V7',
      'a decision that was answered and not published',
      { decisions: [decision(1, ['gift'], 'answer'), decision(1, ['gift'], 'log')] },
      /not in the topic/,
    ],
    [
      'V8',
      'a commit without its effect',
      { samples: [{ ...some(world.samples[0]), missing: ['e_1'] }] },
      /without 1 of the 3 before, e_1 among them/,
    ],
    [
      'V9',
      'a message of another deployment',
      { archive: [...world.archive, { ...some(first), marker: 'vfy:b:1' }] },
      /vfy:b:1 stands in the archive of a/,
    ],
    [
      'V10',
      'a version that nobody is told of, because the newer one came first and does not name what it changed',
      { snapshots: [snapshot(2, 0), snapshot(1, 1, 'h1', ['records']), snapshot(2, 2)] },
      /version 1 follows 2, which does not name records/,
    ],
    [
      'V10',
      'an older version in the last place',
      { snapshots: [snapshot(1, 0), snapshot(2, 1), snapshot(1, 2)] },
      /ends with version 1 after 2/,
    ],
    [
      'V10',
      'a version that says two things',
      { snapshots: [snapshot(1, 0), snapshot(1, 1, 'other')] },
      /says two things/,
    ],
  ])('%s finds %s', (name, _what, change, expected) => {
    expect(found(smallWorld(change), name).join('\n')).toMatch(expected);
  });

  it('takes a message that stands twice under one id for the copy that it is', () => {
    const copied = smallWorld({
      received: [...world.received, { ...some(world.received[0]), offset: 3 }],
      collected: [...world.collected, { ...some(world.collected[0]), offset: 3 }],
      snapshots: [snapshot(1, 0), snapshot(2, 1), snapshot(1, 2), snapshot(2, 3)],
    });
    for (const name of ['V2', 'V3', 'V4', 'V6', 'V10'] as const)
      expect([name, found(copied, name)]).toEqual([name, []]);
  });

  it('allows a version that was overtaken by one that tells of it', () => {
    const overtaken = { snapshots: [snapshot(2, 0), snapshot(1, 1), snapshot(2, 2)] };
    expect(found(smallWorld(overtaken), 'V10')).toEqual([]);
  });

  it('allows what was never answered to be absent, and what was acknowledged and rejected to be poison', () => {
    const poison = { id: 'vfy:a:4', key: 'poisoner', sequence: 0, hash: '', poison: 'deep' as const };
    const open = { ...sentOf('vfy:a:5', claimsOf({ userId: 'bob' })), attempts: [] };
    const allowed = smallWorld({
      sent: [...world.sent, { ...some(sent0), item: poison }, open],
      rejected: [{ ...rejection, marker: 'vfy:a:4' }],
    });
    for (const { check, examples } of runChecks(allowed)) expect([check, examples]).toEqual([check, []]);
  });
});
