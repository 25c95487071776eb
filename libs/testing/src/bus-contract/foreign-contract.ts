/** Topics of somebody else: groups that begin where they are told to, and lanes that are given records as they are. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createPublisher,
  foreignTopic,
  startRunner,
  type BusEngine,
  type Outcome,
  type Received,
  type StoredRecord,
} from '@tributary/bus';
import {
  change,
  committedSum,
  done,
  everything,
  joined,
  messageTopic,
  newTopic,
  numbered,
  parkedIn,
  parkingTopic,
  placeName,
  Probe,
  record,
  unique,
  until,
  valueOf,
  type OpenBus,
  type OpenEngine,
} from './fixtures.ts';

type Handle = (batch: readonly Received<StoredRecord>[]) => Promise<readonly Outcome[]>;

export function foreignContract(open: OpenEngine): void {
  describe('a topic of somebody else', () => {
    let bus: OpenBus;
    let engine: BusEngine;
    beforeAll(async () => {
      bus = await open();
      engine = bus.engine;
    });
    afterAll(() => bus.close());

    const joinedFrom = async (group: string, topic: string, startAt: readonly number[]): Promise<Probe> => {
      const probe = new Probe();
      probe.membership = await engine.join({ group, topics: [topic], listener: probe, startAt: { [topic]: startAt } });
      return probe;
    };
    /** A namespace is never put before the name of such a topic. */
    const running = async (topic: string, handle: Handle) => {
      const [deadLetters, group] = [await parkingTopic(engine), unique('group')];
      const publisher = createPublisher({ engine, source: 'test' });
      const runner = await startRunner({
        ...{ engine, publisher, group, deadLetters },
        subscriptions: [{ topic: foreignTopic(topic), handle }],
        limits: { retryFirstMs: 10, retryMostMs: 50 },
      });
      const stop = () => runner.stop().finally(() => publisher.close());
      return { group, deadLetters, stop };
    };

    it('is read from where a group is told to begin, and from its commits once they are further', async () => {
      const topic = await newTopic(engine);
      const group = unique('group');
      await engine.append([...numbered(topic, 0, 0, 6), ...numbered(topic, 1, 0, 2)]);
      const first = await joinedFrom(group, topic, [4]);
      await until('two of one partition and all of the other', () => first.records.length === 4);
      expect([first.valuesOf(0), first.valuesOf(1)]).toEqual([
        ['4', '5'],
        ['0', '1'],
      ]);
      expect(first.held.get(placeName({ topic, partition: 0 }))?.committed).toBe(4);
      await first.commit({ topic, partition: 0 }, 5);
      await first.leave();
      const second = await joinedFrom(group, topic, [4]);
      await until('what is not committed', () => second.records.length === 3);
      expect(second.valuesOf(0)).toEqual(['5']);
      await second.leave();
    });

    it('is read on behind a commit that it is told to pass over', async () => {
      const topic = await newTopic(engine, { partitions: 1 });
      const group = unique('group');
      await engine.append(numbered(topic, 0, 0, 5));
      const first = await joined(engine, group, [topic]);
      await until('all five', () => first.records.length === 5);
      await first.commit({ topic, partition: 0 }, 1);
      await first.leave();
      const second = await joinedFrom(group, topic, [3]);
      await until('the last two', () => second.records.length === 2);
      expect(second.valuesOf(0)).toEqual(['3', '4']);
      await second.leave();
    });

    it('is handed over as it is: broken, empty, named twice', async () => {
      const topic = await newTopic(engine, { partitions: 1 });
      const seen: Received<StoredRecord>[] = [];
      const { group, deadLetters, stop } = await running(topic, (batch) => {
        seen.push(...batch);
        return Promise.resolve(done(batch));
      });
      const twice = { ce_id: 'the same', traceparent: 'nonsense', shop: '7' };
      await engine.append([
        { ...record(topic, 0, '{"broken', null), headers: twice },
        { ...record(topic, 0, 'second'), headers: twice },
        record(topic, 0, null),
      ]);
      await until('all three committed', async () => (await committedSum(engine, group, topic)) === 3);
      expect(seen.map(({ value }) => value && valueOf(value))).toEqual(['{"broken', 'second', null]);
      expect(seen.map(({ id, key }) => [id, key])).toEqual([
        [`${topic}/0/0`, ''],
        [`${topic}/0/1`, 'k'],
        [`${topic}/0/2`, 'k'],
      ]);
      expect([seen[0]?.traceparent, seen[0]?.value?.headers['shop']]).toEqual([undefined, '7']);
      expect(await parkedIn(engine, deadLetters)).toEqual([]);
      await stop();
    });

    it('keeps the order of its partitions on the way, and commits only what is durable', async () => {
      const [topic, onward] = [await newTopic(engine, { partitions: 2 }), await messageTopic(engine, 1)];
      const { group, stop } = await running(topic, (batch) =>
        Promise.resolve(
          batch.map(({ id, offset }) => ({ kind: 'ok', outputs: [change(onward, 0, offset + 1, `${id}:on`)] })),
        ),
      );
      await engine.append([...numbered(topic, 0, 0, 300), ...numbered(topic, 1, 0, 300)]);
      await until('all committed', async () => (await committedSum(engine, group, topic)) === 600);
      const ids = (await everything(engine, onward.name)).map(({ headers }) => headers['ce_id'] ?? '');
      for (const partition of [0, 1]) {
        const own = ids.filter((id) => id.startsWith(`${topic}/${partition}/`));
        expect(own).toEqual(Array.from({ length: 300 }, (_, offset) => `${topic}/${partition}/${offset}:on`));
      }
      await stop();
    });

    it('has a message that its handler cannot take parked with all that it was', async () => {
      const topic = await newTopic(engine, { partitions: 1 });
      const { group, deadLetters, stop } = await running(topic, (batch) =>
        batch.some(({ offset }) => offset === 1) ? Promise.reject(new Error('never')) : Promise.resolve(done(batch)),
      );
      const timestamp = Date.UTC(2020, 0, 1);
      const culprit = { ...record(topic, 0, 'x', 'key'), headers: { a: 'b' }, timestamp };
      await engine.append([record(topic, 0, 'before'), culprit, record(topic, 0, 'after')]);
      await until('all committed', async () => (await committedSum(engine, group, topic)) === 3);
      expect(await parkedIn(engine, deadLetters)).toEqual([
        expect.objectContaining({
          ...{ group, topic, partition: 0, offset: 1, reason: 'HANDLER_FAILED', headers: { a: 'b' }, timestamp },
          ...{ key: Buffer.from('key').toString('base64'), value: Buffer.from('x').toString('base64') },
        }),
      ]);
      await stop();
    });
  });
}
