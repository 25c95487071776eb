/** Consumer groups: who reads what, from where, and who may commit. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type BusEngine } from '@tributary/bus';
import {
  joined,
  newTopic,
  numbered,
  pause,
  placeName,
  record,
  unique,
  until,
  type OpenBus,
  type OpenEngine,
  type Probe,
} from './fixtures.ts';

export function groupContract(open: OpenEngine): void {
  describe('groups', () => {
    let bus: OpenBus;
    let other: OpenBus;
    let engine: BusEngine;
    beforeAll(async () => {
      bus = await open();
      other = await open();
      engine = bus.engine;
    });
    afterAll(async () => {
      await other.close();
      await bus.close();
    });
    const holding = (probe: Probe, topic: string): number[] =>
      [...probe.held.values()]
        .filter((held) => held.topic === topic)
        .map(({ partition }) => partition)
        .sort();

    it('a new group starts at the earliest record and follows', async () => {
      const topic = await newTopic(engine);
      await engine.append(numbered(topic, 0, 0, 3));
      const probe = await joined(engine, unique('group'), [topic]);
      await until('the first three', () => probe.records.length === 3);
      await engine.append([...numbered(topic, 0, 3, 2), ...numbered(topic, 1, 0, 1)]);
      await until('all six', () => probe.records.length === 6);
      expect(probe.valuesOf(0)).toEqual(['0', '1', '2', '3', '4']);
      expect(probe.valuesOf(1)).toEqual(['0']);
      await probe.leave();
      expect(probe.held.size).toBe(0);
    });

    it('goes on at the committed offset; what was not committed comes again', async () => {
      const topic = await newTopic(engine);
      const group = unique('group');
      await engine.append(numbered(topic, 0, 0, 10));
      const first = await joined(engine, group, [topic]);
      await until('ten records', () => first.records.length === 10);
      await first.commit({ topic, partition: 0 }, 4);
      await first.leave();
      expect(await engine.committed(group, [topic])).toEqual([[4, 0, 0]]);
      const second = await joined(other.engine, group, [topic]);
      await until('six records', () => second.records.length === 6);
      expect(second.valuesOf(0)).toEqual(['4', '5', '6', '7', '8', '9']);
      expect(second.held.get(placeName({ topic, partition: 0 }))?.committed).toBe(4);
      await second.leave();
    });

    it('a note stands with the committed offset until the next commit', async () => {
      const topic = await newTopic(engine, { partitions: 1 });
      const group = unique('group');
      const place = { topic, partition: 0 };
      await engine.append(numbered(topic, 0, 0, 3));
      const assigned = async () => {
        const probe = await joined(engine, group, [topic]);
        await until('it is ours', () => probe.held.has(placeName(place)));
        return { probe, held: probe.held.get(placeName(place)) };
      };
      const first = await assigned();
      expect(first.held?.note).toBeUndefined();
      // Before anything is committed, and at the same offset again.
      await first.probe.commit(place, 0, 'begun once');
      await first.probe.leave();
      const second = await assigned();
      expect(second.held).toMatchObject({ committed: 0, note: 'begun once' });
      await second.probe.commit(place, 0, 'begun twice');
      await second.probe.leave();
      const third = await assigned();
      expect(third.held).toMatchObject({ committed: 0, note: 'begun twice' });
      await third.probe.commit(place, 1);
      await third.probe.leave();
      const last = await assigned();
      expect(last.held?.committed).toBe(1);
      expect(last.held?.note).toBeUndefined();
      await last.probe.leave();
    });

    it('groups know nothing of each other', async () => {
      const topic = await newTopic(engine);
      await engine.append(numbered(topic, 0, 0, 2));
      const [a, b] = [await joined(engine, unique('group'), [topic]), await joined(engine, unique('group'), [topic])];
      await until('both have both', () => a.records.length === 2 && b.records.length === 2);
      await a.commit({ topic, partition: 0 }, 2);
      expect(await engine.committed(unique('group'), [topic])).toEqual([[0, 0, 0]]);
      await Promise.all([a.leave(), b.leave()]);
    });

    it('members share the partitions, the same of every topic; one that leaves hands over', async () => {
      const [one, two] = [await newTopic(engine, { partitions: 4 }), await newTopic(engine, { partitions: 4 })];
      const group = unique('group');
      const first = await joined(engine, group, [one, two]);
      await until('all at the first', () => first.held.size === 8);
      const second = await joined(other.engine, group, [one, two]);
      await until('half at each', () => first.held.size === 4 && second.held.size === 4);
      for (const probe of [first, second]) expect(holding(probe, one)).toEqual(holding(probe, two));
      expect([...holding(first, one), ...holding(second, one)].sort()).toEqual([0, 1, 2, 3]);
      await first.leave();
      await until('all at the second', () => second.held.size === 8);
      await engine.append([0, 1, 2, 3].map((partition) => record(two, partition, 'x')));
      await until('it reads them', () => second.records.length === 4);
      expect(first.records).toEqual([]);
      await second.leave();
    });

    it('refuses the commit of a member that no longer holds the partition', async () => {
      const topic = await newTopic(engine, { partitions: 2 });
      const group = unique('group');
      const first = await joined(engine, group, [topic]);
      await until('both partitions', () => first.held.size === 2);
      await engine.append([record(topic, 0, 'x'), record(topic, 1, 'x')]);
      await until('both records', () => first.records.length === 2);
      const second = await joined(other.engine, group, [topic]);
      await until('one each', () => first.held.size === 1 && second.held.size === 1);
      const lost = { topic, partition: holding(second, topic)[0] ?? 0 };
      await expect(first.commit(lost, 1)).rejects.toThrow(/BUS_FENCED/);
      await second.commit(lost, 1);
      const kept = { topic, partition: 1 - lost.partition };
      await first.commit(kept, 1);
      expect(await engine.committed(group, [topic])).toEqual([[1, 1]]);
      await Promise.all([first.leave(), second.leave()]);
      await expect(first.commit(kept, 0)).rejects.toThrow(/BUS_FENCED/);
    });

    it('a paused partition waits and loses nothing; the others go on', async () => {
      const topic = await newTopic(engine);
      const probe = await joined(engine, unique('group'), [topic]);
      await until('all partitions', () => probe.held.size === 3);
      probe.membership?.pause({ topic, partition: 0 });
      await engine.append([...numbered(topic, 0, 0, 50), ...numbered(topic, 1, 0, 50)]);
      await until('the other partition', () => probe.valuesOf(1).length === 50);
      await pause(100);
      expect(probe.valuesOf(0)).toEqual([]);
      probe.membership?.resume({ topic, partition: 0 });
      await until('the resumed one', () => probe.valuesOf(0).length === 50);
      expect(probe.valuesOf(0)).toEqual(Array.from({ length: 50 }, (_, i) => String(i)));
      await probe.leave();
    });

    it('a pause in the middle of a backlog neither repeats nor skips', async () => {
      const topic = await newTopic(engine, { partitions: 1 });
      await engine.append(numbered(topic, 0, 0, 4_000));
      const probe = await joined(engine, unique('group'), [topic]);
      for (let i = 0; i < 5; i++) {
        probe.membership?.pause({ topic, partition: 0 });
        await pause(20);
        probe.membership?.resume({ topic, partition: 0 });
        await pause(5);
      }
      await until('the whole backlog', () => probe.records.length >= 4_000);
      expect(probe.valuesOf(0)).toEqual(Array.from({ length: 4_000 }, (_, i) => String(i)));
      await probe.leave();
    });
  });
}
