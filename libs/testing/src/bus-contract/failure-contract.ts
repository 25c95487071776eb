/** What the lanes do when something fails: whose fault it is, what is waited for, what is parked, and when the process gives up. */
import { describe, expect, it } from '@jest/globals';
import { type Outcome } from '@tributary/bus';
import {
  change,
  delegate,
  done,
  everything,
  messageTopic,
  parkedIn,
  pause,
  record,
  runner,
  until,
  type OpenEngine,
} from './fixtures.ts';
import { LanesFixture, range, sequences, type Batch, type Parts } from './lanes-fixture.ts';

const never = () => new Promise<never>(() => undefined);

export function failureContract(open: OpenEngine): void {
  describe('the lanes, when something fails', () => {
    const lanes = new LanesFixture(open);
    const publish = ({ topic }: Parts, count: number) =>
      lanes.publisher.publish(range(count).map((n) => change(topic, 0, n)));
    /** Handles everything but `culprit`, at which it does something else. */
    const allBut = (culprit: number, seen: number[], otherwise: () => Promise<never>) => (batch: Batch) => {
      if (sequences(batch).includes(culprit)) return otherwise();
      seen.push(...sequences(batch));
      return Promise.resolve(done(batch));
    };

    it('park a message that fails by itself after bounded tries, and only that one', async () => {
      const parts = await lanes.setUp();
      const seen: number[] = [];
      let tries = 0;
      const fail = () => Promise.reject(new Error(`the ${(tries += 1)}th time`));
      await publish(parts, 40);
      const running = await runner({ ...parts, handle: allBut(13, seen, fail) });
      await lanes.committed(parts, 40);
      expect(seen).toEqual(range(40).filter((n) => n !== 13));
      const parked = await parkedIn(lanes.engine, parts.deadLetters);
      expect(parked).toMatchObject([{ offset: 12, reason: 'HANDLER_FAILED', detail: `the ${tries}th time` }]);
      expect(tries).toBeLessThan(20);
      await running.stop();
    });

    it('park a message whose handling never ends, and only that one', async () => {
      const parts = await lanes.setUp();
      const seen: number[] = [];
      await publish(parts, 10);
      const running = await runner({ ...parts, handle: allBut(7, seen, never), limits: { handlingMs: 500 } });
      await lanes.committed(parts, 10);
      expect(seen).toEqual(range(10).filter((n) => n !== 7));
      expect(await parkedIn(lanes.engine, parts.deadLetters)).toMatchObject([{ offset: 6, reason: 'HANDLER_HANGS' }]);
      await running.stop();
    });

    it('ignore what a handler answers after its time', async () => {
      const parts = await lanes.setUp();
      const next = await messageTopic(lanes.engine);
      const late: (() => void)[] = [];
      const handle = async (batch: Batch): Promise<readonly Outcome[]> => {
        if (late.length < 2) await new Promise<void>((resolve) => late.push(resolve));
        return batch.map(({ id }) => ({ kind: 'ok', outputs: [change(next, 0, 1, `${id}:forwarded`)] }));
      };
      await publish(parts, 1);
      const running = await runner({ ...parts, handle, limits: { handlingMs: 300, hangsAlone: 3 } });
      await lanes.committed(parts, 1);
      for (const answer of late) answer();
      await pause(50);
      expect(await everything(lanes.engine, next.name)).toHaveLength(1);
      await running.stop();
    });

    it('park nothing while an engine is in trouble, however often it fails', async () => {
      const parts = await lanes.setUp();
      const seen: number[] = [];
      let failures = 40;
      const handle = (batch: Batch): Promise<readonly Outcome[]> => {
        if (failures > 0) throw new Error(`${(failures -= 1)} more times`);
        seen.push(...sequences(batch));
        return Promise.resolve(done(batch));
      };
      await publish(parts, 20);
      const trouble = () => Promise.resolve(failures > 0 ? 'the store is away' : undefined);
      const running = await runner({ ...parts, handle, trouble, limits: { retryMostMs: 20 } });
      await lanes.committed(parts, 20);
      expect(seen).toEqual(range(20));
      expect(await parkedIn(lanes.engine, parts.deadLetters)).toEqual([]);
      await running.stop();
    });

    it('wait longer for an engine in trouble than for a lane that stands still, but not for ever', async () => {
      const parts = await lanes.setUp();
      let fatal: Error | undefined;
      await publish(parts, 1);
      const running = await runner({
        ...parts,
        handle: () => Promise.reject(new Error('away')),
        trouble: () => Promise.resolve('the store is away'),
        limits: { stuckAfterMs: 400 },
        onFatal: (error) => (fatal = error),
      });
      await pause(1_000);
      expect(fatal).toBeUndefined();
      await until('it gives up', () => fatal !== undefined);
      expect(running.unhealthy()).toMatch(/while 1 messages wait \(the store is away\)/);
      await running.stop();
    });

    it('give up when so many fail in a row that it cannot be the messages', async () => {
      const parts = await lanes.setUp();
      let fatal: Error | undefined;
      await publish(parts, 20);
      const running = await runner({
        ...parts,
        handle: () => Promise.reject(new Error('a bug')),
        limits: { parkedInARow: 3, triesAlone: 2 },
        onFatal: (error) => (fatal = error),
      });
      await until('it gives up', () => fatal !== undefined);
      expect(fatal?.message).toContain('3 messages in a row failed');
      await pause(100);
      expect(await parkedIn(lanes.engine, parts.deadLetters)).toHaveLength(3);
      expect(await lanes.committedOf(parts)).toBe(3);
      await running.stop();
    });

    it('commit nothing when a dead letter is refused, and give up in bounded time', async () => {
      const parts = await lanes.setUp();
      let fatal: Error | undefined;
      const refusing = { publish: () => Promise.reject(new Error('the log is full')) };
      await lanes.engine.append([record(parts.topic.name, 0, 'poison')]);
      const running = await runner({
        ...parts,
        publisher: refusing,
        handle: (batch) => Promise.resolve(done(batch)),
        limits: { stuckAfterMs: 1_000 },
        onFatal: (error) => (fatal = error),
      });
      await until('it gives up', () => fatal !== undefined);
      expect(fatal?.message).toMatch(/stands at .*\/0 offset 0 for \d+ s while 1 messages wait/);
      expect(await lanes.committedOf(parts)).toBe(0);
      await running.stop();
    });

    it('give up when the bus never answers', async () => {
      const parts = await lanes.setUp();
      let fatal: Error | undefined;
      const wedged = { ...delegate(lanes.engine), ends: never };
      const running = await runner({
        ...parts,
        engine: wedged,
        handle: (batch) => Promise.resolve(done(batch)),
        limits: { stuckAfterMs: 1_000 },
        onFatal: (error) => (fatal = error),
      });
      await until('it gives up', () => fatal !== undefined);
      expect(running.unhealthy()).toContain('has not answered');
      await running.stop();
    });

    it('neither publish nor commit what comes after the partition went to another member', async () => {
      const parts = { ...(await lanes.setUp()), topic: await messageTopic(lanes.engine, 2) };
      const next = await messageTopic(lanes.engine);
      const forward = (batch: Batch): readonly Outcome[] =>
        batch.map(({ id }) => ({ kind: 'ok', outputs: [change(next, 0, 1, `${id}:forwarded`)] }));
      const late: { readonly partition: number | undefined; readonly answer: () => void }[] = [];
      const slow = async (batch: Batch) => {
        await new Promise<void>((answer) => late.push({ partition: batch[0]?.partition, answer }));
        return forward(batch);
      };
      const other = await lanes.another();
      const first = await runner({ ...parts, handle: slow, limits: { drainMs: 50 } });
      await lanes.publisher.publish([0, 1].map((partition) => change(parts.topic, partition, 1)));
      await until('both partitions are at hand', () => late.length === 2);
      const handle = (batch: Batch) => Promise.resolve(forward(batch));
      const second = await runner({ ...parts, engine: other.engine, handle });
      await lanes.committed(parts, 1);
      const [gone] = (await everything(lanes.engine, next.name)).map(({ headers }) => headers['ce_id']);
      for (const { partition, answer } of late) if (gone === `m-${partition}-1:forwarded`) answer();
      await pause(200);
      expect(await everything(lanes.engine, next.name)).toHaveLength(1);
      expect(await lanes.committedOf(parts)).toBe(1);
      const stopped = first.stop();
      for (const { answer } of late) answer();
      await Promise.all([stopped, second.stop()]);
      await other.close();
    });
  });
}
