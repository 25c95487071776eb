/** The lanes over an engine: what is promised to handlers, whatever fails. */
import { describe, expect, it } from '@jest/globals';
import { DeterministicError, type BusEngine, type Membership, type Outcome, type Received } from '@tributary/bus';
import { decode, type SegmentMembershipChanged } from '@tributary/contracts';
import {
  change,
  delegate,
  done,
  everything,
  keyFor,
  messageTopic,
  pause,
  record,
  runner,
  unique,
  until,
  type OpenEngine,
} from './fixtures.ts';
import { LanesFixture, range, sequenceOf, sequences, type Batch } from './lanes-fixture.ts';

export function runnerContract(open: OpenEngine): void {
  describe('the lanes', () => {
    const lanes = new LanesFixture(open);
    const remember =
      <T>(into: T[], of: (message: Batch[number]) => T) =>
      (batch: Batch): Promise<readonly Outcome[]> => {
        into.push(...batch.map(of));
        return Promise.resolve(done(batch));
      };
    const idOf = ({ id }: Batch[number]) => id;

    it('hand over decoded messages in order and commit what was answered', async () => {
      const parts = await lanes.setUp();
      const seen: Received<SegmentMembershipChanged>[] = [];
      const handle = remember(seen, (message) => message);
      const running = await runner({ ...parts, handle });
      await lanes.publisher.publish(range(700).map((n) => change(parts.topic, 1, n)));
      await lanes.committed(parts, 700);
      expect(sequences(seen)).toEqual(range(700));
      expect(seen[0]).toMatchObject({ id: 'm-1-1', topic: parts.topic.name, partition: 1, offset: 0 });
      expect(seen[0]?.key).toBe(keyFor(1, 3));
      await running.stop();
    });

    it('park poison with its bytes, headers and reason, and go on', async () => {
      const parts = await lanes.setUp();
      const seen: number[] = [];
      const poison: readonly [string, Uint8Array][] = [
        ['NOT_JSON', Buffer.from('{"broken')],
        ['NOT_UTF8', Buffer.from([0xff, 0xfe, 0xfd])],
        ['SCHEMA_MISMATCH', Buffer.from('{"profile":7}')],
      ];
      await lanes.publisher.publish([change(parts.topic, 0, 1)]);
      await lanes.engine.append(
        poison.map(([reason, value]) => ({
          ...record(parts.topic.name, 0, '', reason),
          value,
          headers: { door: reason },
        })),
      );
      await lanes.publisher.publish([change(parts.topic, 0, 2)]);
      const running = await runner({
        ...parts,
        handle: remember(seen, sequenceOf),
      });
      await lanes.committed(parts, 5);
      expect(seen).toEqual([1, 2]);
      const parked = (await everything(lanes.engine, parts.deadLetters.name)).map((one) => {
        const decoded = decode(parts.deadLetters, one, { id: '', source: '', time: 0 });
        return decoded.ok ? decoded.value : undefined;
      });
      for (const [reason, bytes] of poison) {
        const letter = parked.find((one) => one?.reason === reason);
        expect(letter).toMatchObject({ group: parts.group, topic: parts.topic.name, headers: { door: reason } });
        expect(Buffer.from(letter?.value ?? '', 'base64').equals(bytes)).toBe(true);
        expect(Buffer.from(letter?.key ?? '', 'base64').toString()).toBe(reason);
      }
      expect(parked).toHaveLength(3);
      await running.stop();
    });

    it('try a transient failure again, in order, without losing or passing anything', async () => {
      const parts = await lanes.setUp();
      const seen: number[] = [];
      let failures = 3;
      const handle = (batch: Batch): Promise<readonly Outcome[]> => {
        if (failures-- > 0) throw new Error('the store is away');
        seen.push(...sequences(batch));
        return Promise.resolve(done(batch));
      };
      await lanes.publisher.publish(range(20).map((n) => change(parts.topic, 0, n)));
      const running = await runner({ ...parts, handle });
      await lanes.committed(parts, 20);
      expect(seen).toEqual(range(20));
      expect(await everything(lanes.engine, parts.deadLetters.name)).toEqual([]);
      await running.stop();
    });

    it('let all but the culprit pass, and park it when trying again cannot help', async () => {
      const parts = await lanes.setUp();
      const seen = new Set<number>();
      const handle = (batch: Batch): Promise<readonly Outcome[]> => {
        if (sequences(batch).includes(13)) throw new DeterministicError('CURSED', 'thirteen');
        for (const n of sequences(batch)) seen.add(n);
        return Promise.resolve(done(batch));
      };
      await lanes.publisher.publish(range(40).map((n) => change(parts.topic, 0, n)));
      const running = await runner({ ...parts, handle });
      await lanes.committed(parts, 40);
      expect([...seen]).toEqual(range(40).filter((n) => n !== 13));
      expect(await everything(lanes.engine, parts.deadLetters.name)).toHaveLength(1);
      await running.stop();
    });

    it('a slow and a failing partition stall no other', async () => {
      const parts = await lanes.setUp();
      const seen: number[] = [];
      let release = (): void => undefined;
      const slow = new Promise<void>((resolve) => (release = resolve));
      const handle = async (batch: Batch): Promise<readonly Outcome[]> => {
        if (batch[0]?.partition === 0) await slow;
        if (batch[0]?.partition === 1) throw new Error('always');
        seen.push(...sequences(batch));
        return done(batch);
      };
      await lanes.publisher.publish([0, 1, 2].flatMap((p) => range(1_500).map((n) => change(parts.topic, p, n))));
      const running = await runner({ ...parts, handle });
      await until(
        'the healthy one',
        async () => (await lanes.engine.committed(parts.group, [parts.topic.name]))[0]?.[2] === 1_500,
      );
      expect(seen).toEqual(range(1_500));
      expect(await lanes.engine.committed(parts.group, [parts.topic.name])).toEqual([[0, 0, 1_500]]);
      release();
      await running.stop();
    });

    it('never show a re-published copy: in the batch, later, or after a restart', async () => {
      const parts = await lanes.setUp();
      const seen: string[] = [];
      const handle = remember(seen, idOf);
      const publishAnd = async (committed: number, ids: readonly string[]) => {
        await lanes.publisher.publish(ids.map((id, i) => change(parts.topic, 0, i + 1, id)));
        await lanes.committed(parts, committed);
      };
      const first = await runner({ ...parts, handle });
      await publishAnd(3, ['a', 'a', 'b']);
      await publishAnd(5, ['b', 'c']);
      await first.stop();
      const second = await runner({ ...parts, handle });
      await publishAnd(8, ['a', 'c', 'd']);
      expect(seen).toEqual(['a', 'b', 'c', 'd']);
      await second.stop();
    });

    it('publish the same outputs again after a crash before the commit, and the next stage sees them once', async () => {
      const parts = await lanes.setUp();
      const next = { ...(await lanes.setUp()), group: unique('next') };
      const forward = (batch: Batch): Promise<readonly Outcome[]> =>
        Promise.resolve(
          batch.map(({ id, value }) => {
            const output = change(next.topic, 0, value?.sequence ?? 0, `${id}:forwarded`);
            return { kind: 'ok', outputs: [output] };
          }),
        );
      await lanes.publisher.publish(range(10).map((n) => change(parts.topic, 0, n)));
      // As if the process ended between publish and commit: with this engine the group never comes further.
      const crashing: BusEngine = {
        ...delegate(lanes.engine),
        join: async (options) => {
          const membership = await lanes.engine.join(options);
          const commit: Membership['commit'] = (place, offset, note) =>
            offset === 0 ? membership.commit(place, offset, note) : Promise.reject(new Error('killed'));
          return { ...delegate(membership), commit };
        },
      };
      const first = await runner({ ...parts, engine: crashing, handle: forward });
      await until('outputs', async () => (await everything(lanes.engine, next.topic.name)).length === 10);
      await first.stop();
      expect(await lanes.committedOf(parts)).toBe(0);
      const seen: string[] = [];
      const second = await runner({ ...parts, handle: forward });
      const last = await runner({
        ...next,
        handle: remember(seen, idOf),
      });
      await lanes.committed(next, 20);
      expect(seen).toEqual(range(10).map((n) => `m-0-${n}:forwarded`));
      await Promise.all([second.stop(), last.stop()]);
    });

    it('finish and commit the batch at hand when they are stopped', async () => {
      const parts = await lanes.setUp();
      let release = (): void => undefined;
      const slow = new Promise<void>((resolve) => (release = resolve));
      let started = false;
      const handle = async (batch: Batch) => ((started = true), await slow, done(batch));
      await lanes.publisher.publish([change(parts.topic, 0, 1)]);
      const running = await runner({ ...parts, handle });
      await until('the handler is at work', () => started);
      const stopped = running.stop();
      await pause(20);
      release();
      await stopped;
      expect(await lanes.committedOf(parts)).toBe(1);
    });

    it('say so when they stand still although messages wait', async () => {
      const parts = await lanes.setUp();
      let fatal: Error | undefined;
      const running = await runner({
        ...parts,
        handle: () => new Promise(() => undefined),
        limits: { stuckAfterMs: 1_000, drainMs: 10 },
        onFatal: (error) => (fatal = error),
      });
      expect(running.unhealthy()).toBeUndefined();
      await lanes.publisher.publish([change(parts.topic, 0, 1)]);
      await until('it is noticed', () => fatal !== undefined);
      expect(running.unhealthy()).toContain('while 1 messages wait');
      await running.stop();
    });

    it('hold a bounded number of messages while a handler takes its time', async () => {
      const parts = await lanes.setUp();
      let delivered = 0;
      let release = (): void => undefined;
      const slow = new Promise<void>((resolve) => (release = resolve));
      const counting: BusEngine = {
        ...delegate(lanes.engine),
        join: ({ listener, ...options }) =>
          lanes.engine.join({
            ...options,
            listener: {
              ...delegate(listener),
              onRecords: (partition, records) => {
                delivered += records.length;
                listener.onRecords(partition, records);
              },
            },
          }),
      };
      for (let i = 0; i < 10; i++)
        await lanes.publisher.publish(range(1_000).map((n) => change(parts.topic, 0, n, `${i}-${n}`)));
      const handle = async (batch: Batch) => (await slow, done(batch));
      const running = await runner({ ...parts, engine: counting, handle });
      await until('the first ones', () => delivered > 0);
      await pause(300);
      expect(delivered).toBeLessThan(9_000);
      release();
      await lanes.committed(parts, 10_000);
      await running.stop();
    });

    it('lose nothing and repeat no output while members come and go', async () => {
      const parts = await lanes.setUp();
      const next = await messageTopic(lanes.engine);
      const forward = async (batch: Batch): Promise<readonly Outcome[]> => {
        await pause(2);
        return batch.map(({ id, value, partition }) => {
          return { kind: 'ok', outputs: [change(next, partition, value?.sequence ?? 0, `${id}:forwarded`)] };
        });
      };
      const other = await lanes.another();
      const first = await runner({ ...parts, handle: forward });
      const publishing = (async () => {
        for (let n = 1; n <= 300; n++) {
          await lanes.publisher.publish([0, 1, 2].map((partition) => change(parts.topic, partition, n)));
        }
      })();
      const second = await runner({ ...parts, engine: other.engine, handle: forward });
      await pause(100);
      const third = await runner({ ...parts, handle: forward });
      await pause(100);
      await first.stop();
      await pause(100);
      await second.stop();
      await publishing;
      await lanes.committed(parts, 900);
      await third.stop();
      await other.close();
      const ids = (await everything(lanes.engine, next.name)).map(({ headers }) => headers['ce_id']);
      expect(new Set(ids).size).toBe(900);
    });
  });
}
