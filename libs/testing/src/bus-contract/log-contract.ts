/** The log: order, bytes, durability, ranges, retention and compaction. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { everything, newTopic, numbered, record, valueOf, type OpenBus, type OpenEngine } from './fixtures.ts';

export function logContract(open: OpenEngine): void {
  describe('the log', () => {
    let bus: OpenBus;
    beforeAll(async () => {
      bus = await open();
    });
    afterAll(async () => {
      await bus.close();
    });

    it('keeps key, value, headers and time as they were given', async () => {
      const topic = await newTopic(bus.engine);
      const given = {
        topic,
        partition: 1,
        key: Buffer.from([0, 255, 1]),
        value: Buffer.from([254, 0, 10]),
        headers: { ce_id: 'e-1', 'content-type': 'application/json', umlaut: 'ö ✓' },
        timestamp: 1_700_000_000_123,
      };
      await bus.engine.append([given, { ...given, key: null, value: Buffer.alloc(0), headers: {} }]);
      const [first, second] = await bus.engine.read({ topic, partition: 1 }, 0, 10);
      expect(first).toMatchObject({
        topic,
        partition: 1,
        offset: 0,
        timestamp: given.timestamp,
        headers: given.headers,
      });
      expect(Buffer.from(first?.key ?? []).equals(given.key)).toBe(true);
      expect(Buffer.from(first?.value ?? []).equals(given.value)).toBe(true);
      expect(second).toMatchObject({ offset: 1, key: null, headers: {} });
      expect(second?.value).toHaveLength(0);
    });

    it('keeps the order of each partition, also over concurrent appends', async () => {
      const topic = await newTopic(bus.engine);
      const appends = Array.from({ length: 40 }, (_, i) =>
        bus.engine.append([0, 1, 2].flatMap((partition) => numbered(topic, partition, i * 5, 5))),
      );
      await Promise.all(appends);
      for (const partition of [0, 1, 2]) {
        const records = await bus.engine.read({ topic, partition }, 0, 1_000);
        expect(records.map(valueOf)).toEqual(Array.from({ length: 200 }, (_, i) => String(i)));
        expect(records.map(({ offset }) => offset)).toEqual(Array.from({ length: 200 }, (_, i) => i));
      }
    });

    it('reads from any offset, as many as asked, and nothing at the end', async () => {
      const topic = await newTopic(bus.engine);
      await bus.engine.append(numbered(topic, 0, 0, 700));
      await bus.engine.append(numbered(topic, 0, 700, 50));
      const read = async (from: number, limit: number) =>
        (await bus.engine.read({ topic, partition: 0 }, from, limit)).map(valueOf);
      expect(await read(498, 4)).toEqual(['498', '499', '500', '501']);
      expect(await read(699, 2)).toEqual(['699', '700']);
      expect(await read(749, 10)).toEqual(['749']);
      expect(await read(750, 10)).toEqual([]);
      expect(await bus.engine.read({ topic, partition: 1 }, 0, 10)).toEqual([]);
      expect(await bus.engine.offsets(topic)).toEqual([
        { earliest: 0, latest: 750 },
        { earliest: 0, latest: 0 },
        { earliest: 0, latest: 0 },
      ]);
      const other = await newTopic(bus.engine, { partitions: 2 });
      await bus.engine.append([record(other, 1, 'one')]);
      expect(await bus.engine.ends([other, topic])).toEqual([
        [0, 1],
        [750, 0, 0],
      ]);
    });

    it('creates topics once and knows their partitions; an unknown topic is an error', async () => {
      const topic = await newTopic(bus.engine, { partitions: 5 });
      await bus.engine.append([record(topic, 4, 'kept')]);
      await newTopic(bus.engine, { name: topic, partitions: 5 });
      expect(await bus.engine.partitionsOf(topic)).toBe(5);
      expect((await everything(bus.engine, topic)).map(valueOf)).toEqual(['kept']);
      await expect(bus.engine.partitionsOf('never-created')).rejects.toThrow(/BUS_UNKNOWN_TOPIC/);
      await expect(bus.engine.append([record('never-created', 0, 'x')])).rejects.toThrow();
    });

    it('shows what was acknowledged to another connection, and after all were closed', async () => {
      const first = await open();
      const topic = await newTopic(first.engine);
      await first.engine.append(numbered(topic, 0, 0, 10));
      const second = await open();
      expect((await everything(second.engine, topic)).map(valueOf)).toHaveLength(10);
      await first.close();
      await second.close();
      const third = await open();
      await third.engine.append(numbered(topic, 0, 10, 1));
      expect((await everything(third.engine, topic)).map(valueOf).at(-1)).toBe('10');
      expect((await third.engine.offsets(topic))[0]).toEqual({ earliest: 0, latest: 11 });
      await third.close();
    });

    it('refuses a record without a key on a compacted topic', async () => {
      const topic = await newTopic(bus.engine, { cleanup: 'compact' });
      await expect(bus.engine.append([record(topic, 0, 'x', null)])).rejects.toThrow();
      await bus.engine.append([record(topic, 0, null, 'gone')]);
      expect((await everything(bus.engine, topic)).map(valueOf)).toEqual([null]);
    });

    it('carries a large record', async () => {
      const topic = await newTopic(bus.engine);
      const large = 'x'.repeat(900_000);
      await bus.engine.append([record(topic, 0, 'before'), record(topic, 0, large), record(topic, 0, 'after')]);
      const lengths = (await everything(bus.engine, topic)).map(({ value }) => value?.length);
      expect(lengths).toEqual([6, 900_000, 5]);
    });
  });
}

/** For engines that can be told to clean. */
export function cleaningContract(open: OpenEngine): void {
  describe('cleaning', () => {
    let bus: OpenBus;
    beforeAll(async () => {
      bus = await open();
    });
    afterAll(async () => {
      await bus.close();
    });
    const day = 86_400_000;
    const aged = (topic: string, value: string | null, key: string, ageMs: number) => ({
      ...record(topic, 0, value, key),
      timestamp: Date.now() - ageMs,
    });

    it('drops what is older than the retention, from the front', async () => {
      const topic = await newTopic(bus.engine, { retentionMs: day });
      await bus.engine.append([aged(topic, 'old', 'a', 2 * day)]);
      await bus.engine.append([aged(topic, 'young', 'a', 0)]);
      await bus.engine.append([aged(topic, 'old but behind', 'a', 2 * day)]);
      await bus.clean?.();
      expect((await everything(bus.engine, topic)).map(valueOf)).toEqual(['young', 'old but behind']);
      expect((await bus.engine.offsets(topic))[0]).toEqual({ earliest: 1, latest: 3 });
      expect(await bus.engine.committed('nobody', [topic])).toEqual([[1, 0, 0]]);
      expect((await bus.engine.read({ topic, partition: 0 }, 0, 1)).map(valueOf)).toEqual(['young']);
    });

    it('keeps a partition within its size', async () => {
      const topic = await newTopic(bus.engine, { retentionBytes: 50_000 });
      for (let i = 0; i < 20; i++) await bus.engine.append([record(topic, 0, String(i).padEnd(10_000, '.'))]);
      await bus.clean?.();
      const left = await everything(bus.engine, topic);
      expect(left.length).toBeGreaterThan(2);
      expect(left.length).toBeLessThan(7);
      expect(valueOf(left.at(-1) ?? { value: null })?.startsWith('19')).toBe(true);
    });

    it('keeps the last value of each key of a compacted topic, with its offset', async () => {
      const topic = await newTopic(bus.engine, { cleanup: 'compact', retentionMs: 1 });
      for (let round = 0; round < 30; round++) {
        await bus.engine.append(['a', 'b', 'c'].map((key) => aged(topic, `${key}${round}`, key, 3 * day)));
      }
      await bus.clean?.();
      const left = await everything(bus.engine, topic);
      expect(left.map(valueOf)).toEqual(['a29', 'b29', 'c29']);
      expect(left.map(({ offset }) => offset)).toEqual([87, 88, 89]);
      expect((await bus.engine.offsets(topic))[0]?.latest).toBe(90);
      expect((await bus.engine.read({ topic, partition: 0 }, 3, 2)).map(valueOf)).toEqual(['a29', 'b29']);
    });

    it('keeps a tombstone for its time and then forgets the key', async () => {
      const topic = await newTopic(bus.engine, { cleanup: 'compact', deleteRetentionMs: day });
      await bus.engine.append([aged(topic, 'x', 'old', 3 * day), aged(topic, 'y', 'young', 3 * day)]);
      await bus.engine.append([aged(topic, null, 'old', 2 * day), aged(topic, null, 'young', 0)]);
      await bus.clean?.();
      const left = await everything(bus.engine, topic);
      expect(left.map(({ key, value }) => [String(key), value])).toEqual([['young', null]]);
      await bus.engine.append([record(topic, 0, 'again', 'old')]);
      await bus.clean?.();
      expect((await everything(bus.engine, topic)).map(valueOf)).toEqual([null, 'again']);
    });
  });
}
