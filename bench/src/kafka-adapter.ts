/** The Kafka adapter against raw kafkajs in the same run: what the guards cost, or save, when writing and when consuming. */
import { createPublisher, startRunner, topicSpecs, type BusEngine, type Membership, type Output } from '@tributary/bus';
import { KafkaEngine } from '@tributary/bus-kafka';
import { deadLetterTopic, encode, topics, type EventCollected } from '@tributary/contracts';
import { createLogger } from '@tributary/telemetry';
import { randomUUID } from 'node:crypto';
import kafkajs, { type Kafka } from 'kafkajs';
import { type Servers } from './kafka-servers.ts';
import { ratio, round } from './measure.ts';

const messages = 30_000;
const batch = 500;
/** Each figure is the best of so many runs: the machine has other work. */
const runs = 3;
const source = 'bench';

export interface AdapterFigures {
  /** The publisher: encodes, chooses the partition, writes with all replicas. */
  readonly publishedPerSecond: number;
  readonly rawSentPerSecond: number;
  readonly publisherRatio: number;
  /** A raw consumer that does nothing, and the same through our membership. */
  readonly rawConsumedPerSecond: number;
  readonly memberPerSecond: number;
  readonly memberRatio: number;
  /** A raw consumer that parses each value, and lanes that decode, check, recognize copies and commit. */
  readonly rawParsedPerSecond: number;
  readonly lanesPerSecond: number;
  readonly lanesRatio: number;
  /** Share of one core that a consumer with nothing to do takes, ours and raw. */
  readonly idleCpu: number;
  readonly rawIdleCpu: number;
}

export async function benchKafkaAdapter({ kafkaBrokers }: Servers): Promise<AdapterFigures> {
  const brokers = kafkaBrokers.split(',');
  const engine = new KafkaEngine({ brokers }, createLogger({ service: 'bench', level: 'error' }));
  const raw = new kafkajs.Kafka({ brokers, logLevel: kafkajs.logLevel.NOTHING });
  const topic = { ...topics.eventCollected, name: `bench-${randomUUID()}` };
  const parked = { ...deadLetterTopic('analytics'), name: `${topic.name}-parked` };
  try {
    await engine.ensureTopics(topicSpecs([topic, parked]));
    const outputs = outputsOf(topic);
    const sent = await best(() => sendRaw(raw, outputs));
    const published = await best(() => publish(engine, outputs));
    const total = 2 * runs * messages;
    const consume = (how: (group: string) => Promise<void>) => best(() => how(randomUUID()), total);
    const consumed = await consume((group) => consumeRaw(raw, { group, topic: topic.name, total, parses: false }));
    const member = await consume((group) => consumeAsMember(engine, { group, topic: topic.name, total }));
    const parsed = await consume((group) => consumeRaw(raw, { group, topic: topic.name, total, parses: true }));
    const lanes = await consume((group) => runLanes(engine, { group, topic, parked, total }));
    return {
      publishedPerSecond: round(published),
      rawSentPerSecond: round(sent),
      publisherRatio: ratio(published, sent),
      rawConsumedPerSecond: round(consumed),
      memberPerSecond: round(member),
      memberRatio: ratio(member, consumed),
      rawParsedPerSecond: round(parsed),
      lanesPerSecond: round(lanes),
      lanesRatio: ratio(lanes, parsed),
      ...(await idle(engine, raw, parked.name)),
    };
  } finally {
    await engine.close();
  }
}

async function best(work: () => Promise<void>, count = messages): Promise<number> {
  let most = 0;
  for (let run = 0; run < runs; run++) {
    const started = performance.now();
    await work();
    most = Math.max(most, (count / (performance.now() - started)) * 1_000);
  }
  return most;
}

type Outputs = readonly Output<EventCollected>[];

const outputsOf = (topic: typeof topics.eventCollected): Outputs =>
  Array.from({ length: messages }, (_, i) => ({
    topic,
    key: `r_${i % 5_000}`,
    id: `e_${i}`,
    value: { ...topic.message.example, messageId: `m-${i}` },
  }));

/** The same bytes, batches and promises as ours; connecting is part of neither. */
async function sendRaw(kafka: Kafka, outputs: Outputs): Promise<void> {
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  for (let from = 0; from < outputs.length; from += batch) {
    const chunk = outputs.slice(from, from + batch).map(({ topic, key, id, value }) => {
      const { headers, value: bytes } = encode(topic, { id, source, time: Date.now() }, value);
      return { key, value: bytes && Buffer.from(bytes), headers: { ...headers } };
    });
    await producer.send({ topic: outputs[0]?.topic.name ?? '', acks: -1, messages: chunk });
  }
  await producer.disconnect();
}

async function publish(engine: BusEngine, outputs: Outputs): Promise<void> {
  const publisher = createPublisher({ engine, source });
  for (let from = 0; from < outputs.length; from += batch) {
    await publisher.publish(outputs.slice(from, from + batch));
  }
  await publisher.close();
}

interface Reading {
  readonly group: string;
  readonly topic: string;
  readonly total: number;
}

async function consumeRaw(kafka: Kafka, { group, topic, total, parses }: Reading & { parses: boolean }): Promise<void> {
  const consumer = kafka.consumer({ groupId: group, maxWaitTimeInMs: 200 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  const all = countdown(total);
  await consumer.run({
    eachBatch: ({ batch: { messages: records } }) => {
      if (parses) for (const { value } of records) if (value) JSON.parse(value.toString());
      all.count(records.length);
      return Promise.resolve();
    },
  });
  await all.done;
  await consumer.disconnect();
}

async function consumeAsMember(engine: BusEngine, { group, topic, total }: Reading): Promise<void> {
  const all = countdown(total);
  const member: Membership = await engine.join({
    group,
    topics: [topic],
    listener: {
      onAssigned: () => Promise.resolve(),
      onRevoked: () => Promise.resolve(),
      onRecords: (_, records) => {
        all.count(records.length);
      },
      onFailed: (error) => {
        throw error;
      },
    },
  });
  await all.done;
  await member.leave();
}

interface Lanes {
  readonly group: string;
  readonly topic: typeof topics.eventCollected;
  readonly parked: ReturnType<typeof deadLetterTopic>;
  readonly total: number;
}

async function runLanes(engine: BusEngine, { group, topic, parked, total }: Lanes): Promise<void> {
  const all = countdown(total);
  const runner = await startRunner({
    engine,
    publisher: createPublisher({ engine, source }),
    group,
    deadLetters: parked,
    subscriptions: [{ topic, handle: (events) => Promise.resolve(events.map(() => ({ kind: 'ok', outputs: [] }))) }],
    observer: {
      onBatch: ({ size }) => {
        all.count(size);
      },
    },
  });
  await all.done;
  await runner.stop();
}

/** CPU of this process while a consumer waits for what does not come, three seconds each. */
async function idle(engine: BusEngine, kafka: Kafka, topic: string): Promise<Record<'idleCpu' | 'rawIdleCpu', number>> {
  const listener = {
    onAssigned: () => Promise.resolve(),
    onRevoked: () => Promise.resolve(),
    onRecords: () => undefined,
    onFailed: () => undefined,
  };
  const member = await engine.join({ group: randomUUID(), topics: [topic], listener });
  const idleCpu = await cpuShare();
  await member.leave();
  const consumer = kafka.consumer({ groupId: randomUUID(), maxWaitTimeInMs: 200 });
  await consumer.connect();
  await consumer.subscribe({ topic });
  await consumer.run({ eachBatch: () => Promise.resolve() });
  const rawIdleCpu = await cpuShare();
  await consumer.disconnect();
  return { idleCpu, rawIdleCpu };
}

async function cpuShare(): Promise<number> {
  const seconds = 3;
  await new Promise((resolve) => setTimeout(resolve, 1_500)); // joined by then
  const before = process.cpuUsage();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  const { user, system } = process.cpuUsage(before);
  return ratio((user + system) / 1_000_000, seconds);
}

function countdown(total: number): { readonly done: Promise<void>; count(n: number): void } {
  const finished = Promise.withResolvers<undefined>();
  let seen = 0;
  return {
    done: finished.promise,
    count: (n) => {
      seen += n;
      if (seen >= total) finished.resolve(undefined);
    },
  };
}
