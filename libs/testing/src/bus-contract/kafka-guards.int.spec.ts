/** What only Kafka can do to us: each a failure that was seen, or a record that another client may write. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  createPublisher,
  foreignTopic,
  startRunner,
  usualMessageBytes,
  type Assignment,
  type MemberListener,
  type StoredRecord,
  type TopicPartition,
} from '@tributary/bus';
import { KafkaEngine } from '@tributary/bus-kafka';
import { createLogger } from '@tributary/telemetry';
import kafkajs, { type Admin, type CompressionTypes, type Kafka } from 'kafkajs';
import { gzipSync } from 'node:zlib';
import { kafkaForTests, type KafkaForTests } from '../engines/kafka-for-tests.ts';
import {
  done,
  joined,
  messageTopic,
  newTopic,
  numbered,
  parkedIn,
  parkingTopic,
  pause,
  placeName,
  Probe,
  record,
  runner,
  unique,
  until,
  valueOf,
} from './fixtures.ts';

const log = createLogger({ service: 'kafka-guards', level: 'silent' });
const sessionTimeoutMs = 6_000; // the shortest that brokers allow
const kafka = await kafkaForTests();

describe('without a broker', () => {
  it('refuses an append loudly after its bound', async () => {
    const engine = new KafkaEngine({ brokers: ['127.0.0.1:1'], sendDeadlineMs: 300, appendDeadlineMs: 1_000 }, log);
    await expect(engine.append([record('orders', 0, 'x')])).rejects.toMatchObject({ code: 'BUS_DEADLINE' });
    await engine.close();
  });
});

if (kafka !== undefined) {
  describe('on a real Kafka', () => {
    guards(kafka);
  });
}

function guards(server: KafkaForTests): void {
  const { brokers } = server;
  let engine: KafkaEngine;
  let foreign: Kafka;
  let admin: Admin;
  const open = () => new KafkaEngine({ brokers, sessionTimeoutMs, maxWaitMs: 100 }, log);
  beforeAll(async () => {
    engine = open();
    foreign = new kafkajs.Kafka({ brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING });
    admin = foreign.admin();
    await admin.connect();
  });
  afterAll(async () => {
    await admin.disconnect();
    await engine.close();
    await server.stop();
  });

  it('a topic that somebody removes fails nobody but those who ask about it', async () => {
    const [gone, ours, later] = [await newTopic(engine), await newTopic(engine), unique('later')];
    const group = unique('group');
    expect([await engine.ends([gone]), await engine.ends([ours])]).toEqual([[[0, 0, 0]], [[0, 0, 0]]]);
    expect(await engine.committed(group, [gone])).toEqual([[0, 0, 0]]);
    await admin.deleteTopics({ topics: [gone] });
    // A new topic has the brokers asked about all topics again.
    await newTopic(engine, { name: later });
    await engine.append(numbered(later, 0, 0, 2));
    expect([await engine.ends([later]), await engine.committed(group, [ours])]).toEqual([[[2, 0, 0]], [[0, 0, 0]]]);
    expect((await engine.read({ topic: later, partition: 0 }, 0, 5)).length).toBe(2);
    const probe = await joined(engine, group, [later]);
    await until('both records', () => probe.records.length === 2);
    await probe.leave();
    await expect(engine.ends([gone])).rejects.toThrow();
    expect(await engine.ends([ours])).toEqual([[0, 0, 0]]);
  });

  it('the marks of transactions on a topic of others are no messages that a lane stands still before', async () => {
    const [topic, deadLetters, group] = [
      await newTopic(engine, { partitions: 1 }),
      await parkingTopic(engine),
      unique('group'),
    ];
    const publisher = createPublisher({ engine, source: 'test' });
    const told: (Error | number)[] = [];
    const runner = await startRunner({
      ...{ engine, publisher, group, deadLetters, limits: { stuckAfterMs: 1_000 } },
      subscriptions: [{ topic: foreignTopic(topic), handle: (batch) => Promise.resolve(done(batch)) }],
      observer: { onLag: ({ messages }) => told.push(messages) },
      onFatal: (error) => told.push(error),
    });
    const producer = foreign.producer({ transactionalId: topic, idempotent: true, maxInFlightRequests: 1 });
    await producer.connect();
    const transaction = await producer.transaction();
    await transaction.send({ topic, messages: [{ value: 'one' }, { value: 'two' }] });
    await transaction.commit();
    await producer.disconnect();
    await until('both committed', async () => (await engine.committed(group, [topic]))[0]?.[0] === 2);
    told.length = 0;
    await until('it was looked at for longer than a lane may stand still', () => told.length >= 5);
    expect([await engine.ends([topic]), new Set(told), runner.unhealthy()]).toEqual([[[3]], new Set([0]), undefined]);
    await runner.stop();
    await publisher.close();
  });

  it('a lane may finish and commit before its partition goes to another member', async () => {
    const topic = await newTopic(engine, { partitions: 2 });
    const group = unique('group');
    await engine.append([...numbered(topic, 0, 0, 5), ...numbered(topic, 1, 0, 5)]);
    const events: string[] = [];
    const first = new SlowToStop(events);
    first.membership = await engine.join({ group, topics: [topic], listener: first });
    await until('ten records', () => first.records.length === 10);
    const second = new Probe();
    const other = open();
    second.membership = await other.join({ group, topics: [topic], listener: second });
    await until('one each', () => first.held.size === 1 && second.held.size === 1);
    expect(events).toEqual(['stopping', 'committed', 'committed', 'stopped']);
    expect([...second.held.values()].map(({ committed }) => committed)).toEqual([5]);
    expect(second.records).toEqual([]);
    await second.leave();
    await first.leave();
    await other.close();
  });

  it('is found among the members of its group by its client id', async () => {
    const own = new KafkaEngine({ brokers, clientId: 'tributary-identity-pod-7', rack: 'a', maxWaitMs: 100 }, log);
    const [topic, group] = [await newTopic(own, { partitions: 1 }), unique('group')];
    await own.append(numbered(topic, 0, 0, 3));
    const member = await joined(own, group, [topic]);
    await until('three records', () => member.records.length === 3);
    const [found] = (await admin.describeGroups([group])).groups;
    expect(found?.members).toMatchObject([{ clientId: 'tributary-identity-pod-7' }]);
    await own.close();
  });

  it('keeps its session while a listener takes longer than the session to start', async () => {
    const topic = await newTopic(engine, { partitions: 1 });
    const slow = new SlowToStart(sessionTimeoutMs + 1_500);
    await engine.append([record(topic, 0, 'x')]);
    slow.membership = await engine.join({ group: unique('group'), topics: [topic], listener: slow });
    await until('the record', () => slow.records.length === 1);
    expect(slow.starts).toBe(1);
    await slow.commit({ topic, partition: 0 }, 1);
    await slow.leave();
  });

  it('reports a listener that throws, and goes on with the others', async () => {
    const topic = await newTopic(engine, { partitions: 2 });
    const broken = new ThrowsOn(0);
    broken.membership = await engine.join({ group: unique('group'), topics: [topic], listener: broken });
    await engine.append([record(topic, 0, 'x')]);
    await until('the report', () => broken.failures.length === 1);
    await engine.append([record(topic, 1, 'y')]);
    await until('the other partition', () => broken.records.length === 1);
    await broken.leave();
  });

  it.each([
    ['gzip', kafkajs.CompressionTypes.GZIP],
    ['zstd', kafkajs.CompressionTypes.ZSTD],
  ])('reads what others compress with %s', async (_name, compression) => {
    const topic = await newTopic(engine, { partitions: 1 });
    await write({ topic, compression, messages: [{ value: 'a' }, { value: 'b' }] });
    const probe = await joined(engine, unique('group'), [topic]);
    await until('both', () => probe.records.length === 2);
    expect(probe.records.map(valueOf)).toEqual(['a', 'b']);
    expect((await engine.read({ topic, partition: 0 }, 1, 5)).map(valueOf)).toEqual(['b']);
    await probe.leave();
  });

  it('parks a batch that would flood the memory as one, and goes on behind it', async () => {
    const [topic, deadLetters, group] = [await messageTopic(engine, 1), await parkingTopic(engine), unique('group')];
    const bomb = Buffer.alloc(40 * 1024 * 1024);
    expect(gzipSync(bomb).byteLength).toBeLessThan(64 * 1024);
    const compression = kafkajs.CompressionTypes.GZIP;
    await write({ topic: topic.name, compression, messages: [{ value: 'x' }, { value: bomb }] });
    await engine.append([record(topic.name, 0, '{}')]);
    const publisher = createPublisher({ engine, source: 'test' });
    const parts = { engine, publisher, group, topic, deadLetters };
    const stops = await runner({ ...parts, handle: (batch) => Promise.resolve(done(batch)) });
    await until('both were parked', async () => (await parkedIn(engine, deadLetters)).length === 2);
    await until('all three are behind it', async () => (await engine.committed(group, [topic.name]))[0]?.[0] === 3);
    const letters = await parkedIn(engine, deadLetters);
    expect(letters.map(({ offset, reason }) => [offset, reason]).toSorted()).toEqual([
      [1, 'INFLATES_TOO_FAR'],
      [2, 'SCHEMA_MISMATCH'],
    ]);
    const [first, second] = await engine.read({ topic: topic.name, partition: 0 }, 0, 5);
    expect([first?.offset, first?.unreadable, second?.offset]).toEqual([
      1,
      expect.stringContaining('offset 0 to 1'),
      2,
    ]);
    await stops.stop();
    await publisher.close();
  });

  it('parks a message that is as large as its topic takes, although its letter is larger', async () => {
    const [topic, deadLetters, group] = [await messageTopic(engine, 1), await parkingTopic(engine), unique('group')];
    const publisher = createPublisher({ engine, source: 'test' });
    const stops = await runner({
      engine,
      publisher,
      group,
      topic,
      deadLetters,
      handle: (b) => Promise.resolve(done(b)),
    });
    const largest = usualMessageBytes - 1_024; // what a batch needs beside its only record
    await engine.append([record(topic.name, 0, 'x'.repeat(largest)), record(topic.name, 0, '{}')]);
    await until('both were parked', async () => (await parkedIn(engine, deadLetters)).length === 2);
    const [letter] = await parkedIn(engine, deadLetters);
    expect([letter?.reason, letter?.value?.length]).toEqual(['NOT_JSON', Math.ceil(largest / 3) * 4]);
    await stops.stop();
    await publisher.close();
  });

  it('passes over aborted transactions and their markers', async () => {
    const topic = await newTopic(engine, { partitions: 1 });
    const producer = foreign.producer({ transactionalId: unique('tx'), idempotent: true, maxInFlightRequests: 1 });
    await producer.connect();
    for (const [value, end] of [
      ['kept', 'commit'],
      ['undone', 'abort'],
      ['also kept', 'commit'],
    ] as const) {
      const transaction = await producer.transaction();
      await transaction.send({ topic, messages: [{ value, partition: 0 }] });
      await transaction[end]();
    }
    await producer.disconnect();
    const probe = await joined(engine, unique('group'), [topic]);
    await until('both', () => probe.records.length === 2);
    await engine.append([record(topic, 0, 'plain')]);
    await until('the next', () => probe.records.length === 3);
    expect(probe.records.map(valueOf)).toEqual(['kept', 'also kept', 'plain']);
    expect((await engine.read({ topic, partition: 0 }, 0, 9)).map(valueOf)).toEqual(['kept', 'also kept', 'plain']);
    await probe.leave();
  });

  it('starts at the first record there is when retention has overtaken the group', async () => {
    const topic = await newTopic(engine, { partitions: 1 });
    const group = unique('group');
    await engine.append(numbered(topic, 0, 0, 20));
    const first = await joined(engine, group, [topic]);
    await until('all', () => first.records.length === 20);
    await first.commit({ topic, partition: 0 }, 3);
    await first.leave();
    await admin.fetchTopicOffsets(topic); // kafkajs deletes in topics that it has met
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '15' }] });
    expect(await engine.committed(group, [topic])).toEqual([[15]]);
    const second = await joined(engine, group, [topic]);
    await until('the rest', () => second.records.length === 5);
    expect(second.held.get(placeName({ topic, partition: 0 }))?.committed).toBe(15);
    expect((await engine.read({ topic, partition: 0 }, 0, 2)).map(valueOf)).toEqual(['15', '16']);
    await second.leave();
  });

  it('refuses a topic that has another number of partitions', async () => {
    const topic = await newTopic(engine, { partitions: 2 });
    await expect(engine.ensureTopics([{ name: topic, partitions: 3, cleanup: 'delete' }])).rejects.toThrow(topic);
  });

  async function write({ topic, compression, messages }: Foreign): Promise<void> {
    const producer = foreign.producer();
    await producer.connect();
    await producer.send({ topic, compression, messages });
    await producer.disconnect();
  }
}

interface Foreign {
  readonly topic: string;
  readonly compression: CompressionTypes;
  readonly messages: { value: string | Buffer }[];
}

/** Commits what it has read only when it is told to stop, and takes its time. */
class SlowToStop extends Probe implements MemberListener {
  constructor(private readonly events: string[]) {
    super();
  }
  override async onRevoked(partitions: readonly TopicPartition[]): Promise<void> {
    if (this.held.size === 2) {
      this.events.push('stopping');
      await pause(1_000);
      await Promise.all(
        partitions.map((partition) => this.commit(partition, 5).then(() => this.events.push('committed'))),
      );
      this.events.push('stopped');
    }
    await super.onRevoked(partitions);
  }
}

class SlowToStart extends Probe {
  starts = 0;
  constructor(private readonly ms: number) {
    super();
  }
  override async onAssigned(assignments: readonly Assignment[]): Promise<void> {
    this.starts += 1;
    await pause(this.ms);
    await super.onAssigned(assignments);
  }
}

class ThrowsOn extends Probe {
  constructor(private readonly partition: number) {
    super();
  }
  override onRecords(place: TopicPartition, records: readonly StoredRecord[]): void {
    if (place.partition === this.partition) throw new Error('a bug in a listener');
    super.onRecords(place, records);
  }
}
