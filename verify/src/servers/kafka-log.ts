/** Kafka's log through plain kafkajs, with none of the product's adapter: a reader in groups of its own. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import kafkajs, { type Admin, type Consumer, type IHeaders, type KafkaMessage, type Producer } from 'kafkajs';
import { type LogReader } from '../reading/log-reader.ts';
import { type LogRecord } from '../reading/wire.ts';
import { quietIdleTimer } from './quiet-timer.ts';

export interface KafkaLog extends LogReader {
  readonly admin: Admin;
  /** Calls for every record that is appended from now on. */
  follow(topic: string, each: (record: LogRecord) => void): Promise<{ stop(): Promise<void> }>;
  /** The topic takes no record until the returned function is called. */
  refuseRecords(topic: string): Promise<() => Promise<void>>;
}

const { ConfigResourceTypes, ConfigSource, Kafka, logLevel } = kafkajs;

/** What is kept of a followed topic for looks at single offsets, per partition. */
const kept = 4_000;

export async function openKafkaLog(brokers: string): Promise<KafkaLog> {
  quietIdleTimer();
  const kafka = new Kafka({ clientId: 'verify', brokers: brokers.split(','), logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  // A try whose answer is lost may have been written: the sender tries again itself, and counts it.
  const producer = kafka.producer({ allowAutoTopicCreation: false, retry: { retries: 0 } });
  await admin.connect();
  await producer.connect();
  const rings = new Map<string, Promise<ReadonlyMap<number, LogRecord[]>>>();
  const consumers: Consumer[] = [];
  const consume = async (
    topic: string,
    fromBeginning: boolean,
    each: (record: LogRecord) => void,
  ): Promise<Consumer> => {
    const consumer = kafka.consumer({
      groupId: `verify-${randomUUID()}`,
      sessionTimeout: 30_000,
      maxWaitTimeInMs: 100,
    });
    consumers.push(consumer);
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning });
    await consumer.run({
      autoCommit: false,
      eachBatch: ({ batch }) => {
        for (const message of batch.messages) each(recordOf(batch.partition, message));
        return Promise.resolve();
      },
    });
    return consumer;
  };
  const ends: LogReader['ends'] = async (topic) => numbers(await admin.fetchTopicOffsets(topic), 'high');
  return {
    admin,
    ends,
    readAll: async (topic, each) => {
      await readUpTo(await ends(topic), await admin.fetchTopicOffsets(topic), (see) => consume(topic, true, see), each);
    },
    range: async (topic, partition, from, limit) => {
      const ring = await (rings.get(topic) ?? startRing(topic, rings, consume));
      return (ring.get(partition) ?? []).filter(({ offset }) => offset >= from && offset < from + limit);
    },
    committed: async (group, topic) => {
      const [found] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
      const offsets: number[] = [];
      for (const { partition, offset } of found?.partitions ?? []) offsets[partition] = Math.max(0, Number(offset));
      return offsets;
    },
    append: (topic, record) => appendOne(producer, topic, record),
    follow: async (topic, each) => ({ stop: followed(await consume(topic, false, each)) }),
    refuseRecords: (topic) => refuseRecords(admin, topic),
    close: async () => {
      await Promise.all(consumers.map((consumer) => consumer.disconnect().catch(() => undefined)));
      await producer.disconnect();
      await admin.disconnect();
    },
  };
}

const sizeLimit = 'max.message.bytes';

async function refuseRecords(admin: Admin, topic: string): Promise<() => Promise<void>> {
  const resource = { type: ConfigResourceTypes.TOPIC, name: topic };
  const { resources } = await admin.describeConfigs({ resources: [resource], includeSynonyms: false });
  const own = (resources[0]?.configEntries ?? [])
    .filter(({ configSource }) => configSource === ConfigSource.TOPIC_CONFIG)
    .map(({ configName: name, configValue: value }) => ({ name, value }));
  const become = async (configEntries: typeof own): Promise<void> => {
    await admin.alterConfigs({ validateOnly: false, resources: [{ ...resource, configEntries }] });
  };
  await become([...own.filter(({ name }) => name !== sizeLimit), { name: sizeLimit, value: '1' }]);
  return () => become(own);
}

const followed = (consumer: Consumer) => (): Promise<void> => consumer.disconnect();

type Consume = (topic: string, fromBeginning: boolean, each: (record: LogRecord) => void) => Promise<Consumer>;

function startRing(
  topic: string,
  rings: Map<string, Promise<ReadonlyMap<number, LogRecord[]>>>,
  consume: Consume,
): Promise<ReadonlyMap<number, LogRecord[]>> {
  const ring = new Map<number, LogRecord[]>();
  const started = consume(topic, false, (record) => {
    const own = ring.get(record.partition) ?? [];
    ring.set(record.partition, own);
    own.push(record);
    if (own.length > 2 * kept) own.splice(0, kept);
  }).then(() => ring);
  rings.set(topic, started);
  return started;
}

/** One message a send: a send over several partitions may be answered for a partition that was never written. */
async function appendOne(
  producer: Producer,
  topic: string,
  { key, value }: { key: string; value: string | null },
): Promise<void> {
  await producer.send({ topic, acks: -1, timeout: 10_000, messages: [{ key, value }] });
}

type Offsets = readonly { readonly partition: number; readonly high: string; readonly low: string }[];

async function readUpTo(
  ends: readonly number[],
  offsets: Offsets,
  ...[consume, each]: readonly [(see: (record: LogRecord) => void) => Promise<Consumer>, (record: LogRecord) => void]
): Promise<void> {
  const lows = numbers(offsets, 'low');
  const open = new Set(ends.flatMap((end, partition) => (end > (lows[partition] ?? 0) ? [partition] : [])));
  if (open.size === 0) return;
  let lastAt = performance.now();
  const consumer = await consume((record) => {
    const end = ends[record.partition] ?? 0;
    lastAt = performance.now();
    if (record.offset < end) each(record);
    if (record.offset >= end - 1) open.delete(record.partition);
  });
  // A compacted topic may end in a gap: then silence says that there is no more.
  while (open.size > 0 && performance.now() - lastAt < silenceMs) await pause(50);
  await consumer.disconnect();
}

const silenceMs = 15_000;

function numbers(offsets: Offsets, name: 'high' | 'low'): readonly number[] {
  const found: number[] = [];
  for (const one of offsets) found[one.partition] = Number(one[name]);
  return found;
}

const recordOf = (partition: number, message: KafkaMessage): LogRecord => ({
  partition,
  offset: Number(message.offset),
  key: message.key === null ? null : message.key.toString('utf8'),
  value: message.value,
  timestamp: Number(message.timestamp),
  headers: headersOf(message.headers ?? {}),
});

const headersOf = (headers: IHeaders): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, String(Array.isArray(value) ? value[0] : value)]),
  );
