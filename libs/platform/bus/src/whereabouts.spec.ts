import { describe, expect, it } from '@jest/globals';
import { deadLetterTopic, encode, eventId, recordId, resolvedIdOf, type Topic, topics } from '@tributary/contracts';
import { deadLetter } from './dead-letter.ts';
import { partitionOf } from './partitioner.ts';
import { type BusEngine, type StoredRecord } from './port.ts';
import { topicName } from './topic-specs.ts';
import { Whereabouts } from './whereabouts.ts';

const partitions = 4;
const begin = Date.parse('2026-03-01T10:00:00.000Z');
const utf8 = new TextEncoder();

/** A log of a few partitions that grows as the test says, and how far a group is in all of them. */
function setUp() {
  const log = new Map<string, StoredRecord[][]>();
  const committed = new Map<string, number>();
  let reads = 0;
  const of = (topic: string): StoredRecord[][] => {
    const known = log.get(topic) ?? Array.from({ length: partitions }, (): StoredRecord[] => []);
    log.set(topic, known);
    return known;
  };
  const unused = (): never => {
    throw new Error('not part of this test');
  };
  const engine: BusEngine = {
    ...{ name: 'embedded', ensureTopics: unused, partitionsOf: unused, append: unused, join: unused, ends: unused },
    close: unused,
    offsets: (topic) =>
      Promise.resolve(
        of(topic).map((records) => ({
          earliest: records[0]?.offset ?? 0,
          latest: (records.at(-1)?.offset ?? -1) + 1,
        })),
      ),
    read: ({ topic, partition }, offset, limit) => {
      reads += 1;
      return Promise.resolve((of(topic)[partition] ?? []).filter((one) => one.offset >= offset).slice(0, limit));
    },
    committed: (group, [topic = '']) => Promise.resolve([of(topic).map(() => committed.get(`${group} ${topic}`) ?? 0)]),
  };
  const append = (topic: Topic, key: string, id: string, { value, timestamp = begin, gap = 0 }: Appended = {}) => {
    const name = topicName(topic, 'shop');
    const partition = partitionOf(utf8.encode(key), partitions);
    const records = of(name)[partition] ?? [];
    const offset = (records.at(-1)?.offset ?? -1) + 1 + gap;
    const encoded = encode(topic, { id, source: 'test', time: timestamp }, value ?? topic.message.example);
    const record = { topic: name, partition, offset, key: utf8.encode(key), timestamp, ...encoded };
    records.push(record);
    return record;
  };
  const commit = (group: string, topic: Topic, offset: number) =>
    committed.set(`shop.${group} ${topicName(topic, 'shop')}`, offset);
  return { append, commit, whereabouts: new Whereabouts(engine, 'shop'), reads: () => reads };
}

interface Appended {
  readonly value?: unknown;
  readonly timestamp?: number;
  /** Offsets before it that are gone, as after compaction. */
  readonly gap?: number;
}

const collected = topics.eventCollected;
const record = recordId('r_1');

describe('a message', () => {
  it('is found in the partition of its key, or in any where the key is not known', async () => {
    const { append, whereabouts } = setUp();
    const id = resolvedIdOf(eventId('e_1'));
    const resolved = append(topics.eventResolved, 'p_before', id);
    const sought = { topic: topics.eventResolved, id, since: begin };
    expect(await whereabouts.find({ ...sought, key: 'p_before' })).toEqual({ kind: 'found', record: resolved });
    expect(await whereabouts.find(sought)).toEqual({ kind: 'found', record: resolved });
    expect(await whereabouts.find({ ...sought, id: 'e_2:resolved' })).toEqual({ kind: 'absent' });
  });

  it.each([
    ['in their order', (index: number) => index * 1_000],
    ['out of order by a second', (index: number) => index * 1_000 + (index % 2) * 1_000],
    ['all at once', () => 0],
  ])('is found among thousands whose times stand %s, by few looks', async (_, after) => {
    const { append, whereabouts, reads } = setUp();
    for (let index = 0; index < 3_000; index += 1) {
      append(collected, record, `e_${index}`, { timestamp: begin + after(index), gap: index % 3 });
    }
    const search = await whereabouts.find({ topic: collected, key: record, id: 'e_2345', since: begin + after(2_345) });
    expect(search).toMatchObject({ kind: 'found', record: { headers: { ce_id: 'e_2345' } } });
    expect(reads()).toBeLessThan(60);
  });

  it('is looked for so far, and not for ever', async () => {
    const { append, whereabouts } = setUp();
    for (let index = 0; index < 6_000; index += 1) append(collected, record, `e_${index}`);
    const sought = { topic: collected, key: record, since: begin };
    expect(await whereabouts.find({ ...sought, id: 'e_5999' })).toEqual({ kind: 'beyond' });
    expect(await whereabouts.find({ ...sought, id: 'none', since: begin + 3_600_000 })).toEqual({ kind: 'absent' });
  });

  it('waits for a group until that has committed past it', async () => {
    const { append, commit, whereabouts } = setUp();
    for (let index = 0; index < 3; index += 1) append(collected, record, `e_${index}`);
    const third = append(collected, record, 'e_3');
    expect(await whereabouts.progressOf(third, 'identity')).toEqual({ kind: 'waiting', before: 3 });
    commit('identity', collected, 3);
    expect(await whereabouts.progressOf(third, 'identity')).toEqual({ kind: 'waiting', before: 0 });
    commit('identity', collected, 4);
    expect(await whereabouts.progressOf(third, 'identity')).toEqual({ kind: 'done' });
    expect(await whereabouts.progressOf(third, 'analytics')).toEqual({ kind: 'waiting', before: 3 });
  });

  it('that a group has parked says why, and only of that group', async () => {
    const { append, commit, whereabouts } = setUp();
    const parked = append(collected, record, 'e_1');
    const topic = deadLetterTopic('identity');
    const failure = { record: parked, reason: 'HANDLER_FAILED', detail: 'It always fails.' };
    const { key, id, value } = deadLetter(failure, { group: 'identity', topic, now: begin + 3_000 });
    append(topic, key, id, { value, timestamp: begin + 3_000 });
    for (const group of ['identity', 'analytics']) commit(group, collected, 1);
    expect(await whereabouts.progressOf(parked, 'identity')).toEqual({
      ...{ kind: 'parked', reason: 'HANDLER_FAILED', detail: 'It always fails.', at: '2026-03-01T10:00:03.000Z' },
    });
    expect(await whereabouts.progressOf(parked, 'analytics')).toEqual({ kind: 'done' });
  });
});
