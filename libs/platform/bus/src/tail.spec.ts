import { describe, expect, it } from '@jest/globals';
import { encode, topics } from '@tributary/contracts';
import { type BusEngine, type StoredRecord } from './port.ts';
import { Tail } from './tail.ts';

/** Two partitions of one topic that grow as the test says. */
function setUp(most: number) {
  const log: StoredRecord[][] = [[], []];
  const unused = (): never => {
    throw new Error('not part of this test');
  };
  const engine: BusEngine = {
    name: 'embedded',
    ensureTopics: unused,
    partitionsOf: unused,
    append: unused,
    join: unused,
    offsets: unused,
    committed: unused,
    close: unused,
    ends: () => Promise.resolve([log.map((partition) => partition.length)]),
    read: ({ partition }, offset, limit) => Promise.resolve((log[partition] ?? []).slice(offset, offset + limit)),
  };
  const topic = topics.eventRejected;
  const tail = new Tail({ engine, namespace: 'shop', topics: [topic], most });
  const append = (partition: number, ...ids: readonly string[]): void => {
    for (const id of ids) {
      const encoded = encode(topic, { id, source: 'ingestion', time: 0 }, topic.message.example);
      const offset = log[partition]?.length ?? 0;
      log[partition]?.push({ topic: 'shop.event.rejected.v1', partition, offset, key: null, timestamp: 0, ...encoded });
    }
  };
  const look = async () => {
    const { messages, passedOver } = await tail.look();
    return { ids: messages.map(({ id }) => id), passedOver };
  };
  return { append, look };
}

describe('a tail', () => {
  it('begins with what stands at the end, and goes on with what is new', async () => {
    const { append, look } = setUp(2);
    append(0, 'a', 'b', 'c');
    append(1, 'x');
    expect(await look()).toEqual({ ids: ['b', 'c', 'x'], passedOver: 0 });
    expect(await look()).toEqual({ ids: [], passedOver: 0 });
    append(1, 'y', 'z');
    expect(await look()).toEqual({ ids: ['y', 'z'], passedOver: 0 });
  });

  it('says how much it passes over where more comes than one look brings', async () => {
    const { append, look } = setUp(2);
    await look();
    append(0, 'a', 'b', 'c', 'd', 'e');
    expect(await look()).toEqual({ ids: ['d', 'e'], passedOver: 3 });
  });
});
