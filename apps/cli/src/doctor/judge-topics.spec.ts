import { describe, expect, it } from '@jest/globals';
import { type TopicSpec } from '@tributary/bus';
import { judgeTopics, type SeenTopic } from './judge-topics.ts';

const specs: readonly TopicSpec[] = [
  { name: 'event.collected.v1', partitions: 12, cleanup: 'delete' },
  { name: 'event.resolved.v1', partitions: 12, cleanup: 'delete' },
  { name: 'profile.updated.v1', partitions: 12, cleanup: 'compact' },
];
const sound: SeenTopic = { name: '', partitions: 4, copies: 3, behind: 0, cleanup: 'delete', minInSync: 2 };
const [collected, resolved] = [
  { ...sound, name: 'event.collected.v1' },
  { ...sound, name: 'event.resolved.v1' },
] as const;
const updated: SeenTopic = { ...sound, name: 'profile.updated.v1', cleanup: 'compact' };
const cluster = { brokers: 3, partitions: undefined };

describe('topics', () => {
  it('are fine with whatever number of partitions they share', () => {
    expect(judgeTopics(specs, [collected, resolved, updated], cluster)).toEqual([
      { level: 'ok', area: 'kafka', what: '3 of 3 topics are as they should be (4 partitions)' },
    ]);
  });

  it('cannot have more copies than there are brokers', () => {
    const single = [collected, resolved, updated].map((topic) => ({ ...topic, copies: 1, minInSync: 1 }));
    expect(judgeTopics(specs, single, { brokers: 1, partitions: 4 })).toMatchObject([{ level: 'ok' }]);
  });

  it.each<[string, SeenTopic, typeof cluster | { brokers: number; partitions: number }, RegExp, RegExp]>([
    [
      'other partitions than the rest',
      { ...updated, partitions: 6 },
      cluster,
      /6 partitions instead of 4/,
      /join them/,
    ],
    ['one copy on three brokers', { ...updated, copies: 1 }, cluster, /1 copy on 3 brokers/, /reassign/],
    ['a log that is not compacted', { ...updated, cleanup: 'delete' }, cluster, /delete instead of compact/, /Alter/],
    ['no settings that we may see', { ...updated, cleanup: undefined }, cluster, /undefined instead of/, /Alter/],
    ['a durability of one broker', { ...updated, minInSync: 1 }, cluster, /live on one broker/, /Alter/],
  ])('with %s are told, and what to do', (_what, wrong, circumstances, what, fix) => {
    expect(judgeTopics(specs, [collected, resolved, wrong], circumstances)).toEqual([
      { level: 'FAIL', area: 'kafka', what: expect.stringMatching(what), fix: expect.stringMatching(fix) },
      { level: 'ok', area: 'kafka', what: '2 of 3 topics are as they should be (4 partitions)' },
    ]);
  });

  it('are measured by what the services were told, where that is known', () => {
    const findings = judgeTopics(specs, [collected, resolved, updated], { brokers: 3, partitions: 12 });
    expect(findings.map(({ level, what }) => `${level} ${what}`)).toEqual(
      specs.map(({ name }) => `FAIL ${name}: it has 4 partitions instead of 12`),
    );
  });

  it('that are missing are named', () => {
    expect(judgeTopics(specs, [collected, updated], cluster)).toMatchObject([
      { level: 'FAIL', what: 'the topic event.resolved.v1 is missing', fix: expect.stringContaining('KafkaTopic') },
      { level: 'ok', what: expect.stringContaining('2 of 3') },
    ]);
    expect(judgeTopics(specs, [], cluster)).toHaveLength(3);
  });

  it('that wait for a broker are a warning', () => {
    expect(judgeTopics(specs, [collected, resolved, { ...updated, behind: 2 }], cluster)).toMatchObject([
      { level: 'warn', what: 'profile.updated.v1: 2 partitions have copies that are behind' },
      { level: 'ok' },
    ]);
  });
});
