import { describe, expect, it } from '@jest/globals';
import { SegmentMembershipChanged, topics } from '@tributary/contracts';
import { type BusEngine, type OutgoingRecord } from './port.ts';
import { createPublisher, type PublisherLimits } from './publisher.ts';

/** An engine whose appends are settled by the test. */
function heldEngine() {
  const appends: { readonly records: readonly OutgoingRecord[]; settle(error?: Error): void }[] = [];
  const unused = (): never => {
    throw new Error('not part of this test');
  };
  const engine: BusEngine = {
    name: 'embedded',
    ensureTopics: unused,
    partitionsOf: () => Promise.resolve(12),
    append: (records) =>
      new Promise((resolve, reject) => {
        const settle = (error?: Error): void => {
          if (error) reject(error);
          else resolve();
        };
        appends.push({ records, settle });
      }),
    join: unused,
    read: unused,
    offsets: unused,
    ends: unused,
    committed: unused,
    close: unused,
  };
  return { engine, appends };
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 2));
const output = (id: string) => ({
  topic: topics.segmentMembershipChanged,
  key: 'p_1',
  id,
  value: SegmentMembershipChanged.example,
  time: 1_700_000_000_000,
});
const ids = (records: readonly OutgoingRecord[] | undefined) => records?.map(({ headers }) => headers['ce_id']);

function setUp(limits: Partial<PublisherLimits> = {}) {
  const held = heldEngine();
  const clock = { now: () => 1_800_000_000_000 };
  return { ...held, publisher: createPublisher({ engine: held.engine, source: 's', namespace: 'ns', clock, limits }) };
}

describe('the publisher', () => {
  it('writes CloudEvents to the topic of its namespace, at the partition of the key', async () => {
    const { publisher, appends } = setUp();
    const published = publisher.publish([output('a'), { ...output('b'), value: null }]);
    await turn();
    const [first, second] = appends[0]?.records ?? [];
    expect(first).toMatchObject({ topic: 'ns.segment.membership-changed.v1', timestamp: 1_800_000_000_000 });
    expect(first?.headers).toMatchObject({ ce_id: 'a', ce_source: 's', ce_time: '2023-11-14T22:13:20.000Z' });
    expect(second?.value).toBeNull();
    expect(second?.partition).toBe(first?.partition);
    appends[0]?.settle();
    await published;
  });

  it('has one append in flight and gathers what comes meanwhile, in order', async () => {
    const { publisher, appends } = setUp();
    const published = ['a', 'b', 'c'].map((id) => publisher.publish([output(id)]));
    await turn();
    const later = ['d', 'e'].map((id) => publisher.publish([output(id)]));
    await turn();
    expect(appends.map(({ records }) => ids(records))).toEqual([['a', 'b', 'c']]);
    appends[0]?.settle();
    await Promise.all(published);
    await turn();
    expect(appends.map(({ records }) => ids(records))[1]).toEqual(['d', 'e']);
    appends[1]?.settle();
    await Promise.all(later);
  });

  it('keeps appends within their size, but never splits one publish', async () => {
    const { publisher, appends } = setUp({ batchMessages: 3 });
    const sizes = [2, 1, 2, 5];
    const published = sizes.map((size) => publisher.publish(Array.from({ length: size }, (_, i) => output(String(i)))));
    for (let i = 0; i < 3; i++) {
      await turn();
      appends[i]?.settle();
    }
    await Promise.all(published);
    expect(appends.map(({ records }) => records.length)).toEqual([3, 2, 5]);
  });

  it('tells the callers of a failed append, and only them', async () => {
    const { publisher, appends } = setUp();
    const failing = publisher.publish([output('a')]);
    await turn();
    const fine = publisher.publish([output('b')]);
    appends[0]?.settle(new Error('no leader'));
    await expect(failing).rejects.toThrow('no leader');
    await turn();
    appends[1]?.settle();
    await fine;
  });

  it('refuses at once what its queue cannot hold', async () => {
    const { publisher, appends } = setUp({ queuedMessages: 2 });
    const first = publisher.publish([output('a'), output('b')]);
    await turn();
    await expect(publisher.publish([output('c')])).rejects.toThrow(/BUS_OVERLOADED/);
    appends[0]?.settle();
    await first;
    const again = publisher.publish([output('c')]);
    await turn();
    appends[1]?.settle();
    await again;
  });

  it('answers at the deadline what is not durable by then', async () => {
    const { publisher } = setUp({ deadlineMs: 20 });
    await expect(publisher.publish([output('a')])).rejects.toThrow(/BUS_DEADLINE/);
  });

  it('settles everything before it is closed and takes nothing after', async () => {
    const { publisher, appends } = setUp();
    const last = publisher.publish([output('a')]);
    await turn();
    const closing = publisher.close();
    appends[0]?.settle();
    await Promise.all([last, closing]);
    await expect(publisher.publish([output('b')])).rejects.toThrow(/BUS_CLOSED/);
  });
});
