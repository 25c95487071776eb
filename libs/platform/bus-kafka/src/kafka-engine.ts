/** The bus on Kafka: the port of @tributary/bus on kafkajs, with a guard for each of its known failures. */
import {
  BusError,
  type BusEngine,
  type JoinOptions,
  type Membership,
  type OffsetRange,
  type OutgoingRecord,
  type StoredRecord,
  type TopicPartition,
  type TopicSpec,
} from '@tributary/bus';
import { type Logger } from '@tributary/telemetry';
import kafkajs, { type Admin, type Kafka } from 'kafkajs';
import { explainFor, type Explain } from './access-error.ts';
import { AppendQueue } from './append-queue.ts';
import { DurableProducer, type Refusals } from './durable-producer.ts';
import { GroupOffsets } from './group-offsets.ts';
import { joinGroup } from './join-group.ts';
import { createKafkaClient } from './kafka-client.ts';
import { type KafkaOptions } from './kafka-config.ts';
import { KafkaTransport } from './kafka-transport.ts';
import { OwnCluster } from './own-cluster.ts';
import { RangeReader } from './range-reader.ts';
import { isUnknownTopic, KafkaTopics } from './topics.ts';
import { SeverableSockets } from './severable-sockets.ts';
import { kafkaAnswer } from './kafka-answer.ts';

type Timing = Required<Pick<KafkaOptions, 'sessionTimeoutMs' | 'maxWaitMs' | 'sendDeadlineMs' | 'appendDeadlineMs'>> &
  Pick<KafkaOptions, 'rack'>;

const defaults: Timing = { sessionTimeoutMs: 45_000, maxWaitMs: 100, sendDeadlineMs: 5_000, appendDeadlineMs: 30_000 };

export class KafkaEngine implements BusEngine {
  readonly name = 'kafka';
  readonly #kafka: Kafka;
  readonly #sockets = new SeverableSockets();
  readonly #explain: Explain;
  readonly #log: Logger;
  readonly #timing: Timing;
  readonly #topics: KafkaTopics;
  readonly #offsets: GroupOffsets;
  readonly #transport: KafkaTransport;
  readonly #producer: DurableProducer;
  readonly #queue: AppendQueue;
  readonly #brokers: OwnCluster;
  readonly #reader: RangeReader;
  readonly #members = new Set<Membership>();
  #admin: Promise<Admin> | undefined;
  #closed: Promise<void> | undefined;

  constructor(options: KafkaOptions, log: Logger) {
    this.#log = log;
    this.#timing = { ...defaults, ...options };
    this.#explain = explainFor(options.sasl?.username);
    this.#kafka = createKafkaClient(options, log, this.#sockets.factory);
    const admin = () => this.#connectAdmin();
    this.#topics = new KafkaTopics(admin, options);
    this.#brokers = new OwnCluster(this.#kafka);
    this.#reader = new RangeReader(this.#brokers);
    this.#offsets = new GroupOffsets(admin, this.#brokers);
    this.#transport = new KafkaTransport({
      createClient: (sockets) => createKafkaClient(options, log, sockets),
      explain: this.#explain,
    });
    const { sendDeadlineMs } = this.#timing;
    this.#producer = new DurableProducer(this.#transport, { sendDeadlineMs, now: Date.now, pauseMs: 100 });
    this.#queue = new AppendQueue({
      send: (records, until) => this.#send(records, until),
      deadlineMs: this.#timing.appendDeadlineMs,
      now: Date.now,
    });
  }

  async ensureTopics(topics: readonly TopicSpec[]): Promise<void> {
    const names = topics.map(({ name }) => name).join(', ');
    await this.#explained(`see or create ${names}`, () => this.#topics.ensure(topics));
  }

  async partitionsOf(topic: string): Promise<number> {
    return this.#explained(`see ${topic}`, () => this.#topics.partitionsOf(topic));
  }

  append(records: readonly OutgoingRecord[]): Promise<void> {
    return this.#queue.append(records);
  }

  async join(options: JoinOptions): Promise<Membership> {
    this.#assertOpen();
    for (const topic of options.topics) await this.partitionsOf(topic);
    const { group, topics } = options;
    const explain = (error: unknown) => this.#explain(error, `join ${group} and read ${topics.join(', ')}`);
    const onLeft = (member: Membership): void => void this.#members.delete(member);
    const parts = { kafka: this.#kafka, offsets: this.#offsets, settings: this.#timing, log: this.#log };
    const context = { ...parts, explain, onLeft };
    const member = await joinGroup(context, options);
    this.#members.add(member);
    return member;
  }

  async read(place: TopicPartition, offset: number, limit: number): Promise<readonly StoredRecord[]> {
    if (!(await this.#explained(`see ${place.topic}`, () => this.#topics.has(place)))) {
      throw new BusError('BUS_UNKNOWN_TOPIC', `There is no partition ${place.partition} of ${place.topic}`);
    }
    try {
      return await this.#reader.read(place, offset, limit);
    } catch (error) {
      if (!(error instanceof kafkajs.KafkaJSOffsetOutOfRange)) throw this.#explain(error, `read ${place.topic}`);
      const earliest = (await this.#offsets.rangesOf(place.topic))[place.partition]?.earliest ?? 0;
      return offset < earliest ? this.#reader.read(place, earliest, limit) : [];
    }
  }

  offsets(topic: string): Promise<readonly OffsetRange[]> {
    return this.#about([topic], `see ${topic}`, () => this.#offsets.rangesOf(topic));
  }

  ends(topics: readonly string[]): Promise<readonly (readonly number[])[]> {
    return this.#about(topics, `see ${topics.join(', ')}`, () => this.#offsets.ends(topics));
  }

  committed(group: string, topics: readonly string[]): Promise<readonly (readonly number[])[]> {
    return this.#about(topics, `see how far ${group} is`, () => this.#offsets.committed(group, topics));
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #send(records: readonly OutgoingRecord[], until: number): Promise<Refusals> {
    await kafkaAnswer(this.#checkPlaces(records), until - Date.now()).catch(asBusError);
    return this.#producer.send(records, until);
  }

  /** A record for a partition that does not exist would wait for its leader in vain. */
  async #checkPlaces(records: readonly OutgoingRecord[]): Promise<void> {
    const counts = new Map<string, number>();
    for (const { topic, partition } of records) {
      const partitions = counts.get(topic) ?? (await this.partitionsOf(topic));
      counts.set(topic, partitions);
      if (partition >= 0 && partition < partitions) continue;
      throw new BusError('BUS_RECORD_REFUSED', `${topic} has ${partitions} partitions, no ${partition}`);
    }
  }

  /** Topics that somebody has removed are not known any more, so that the next question about them is answered at once. */
  async #about<T>(topics: readonly string[], what: string, work: () => Promise<T>): Promise<T> {
    for (const topic of topics) await this.partitionsOf(topic);
    try {
      return await work();
    } catch (error) {
      if (isUnknownTopic(error)) this.#topics.forget(topics);
      throw this.#explain(error, what);
    }
  }

  async #explained<T>(what: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw this.#explain(error, what);
    }
  }

  async #connectAdmin(): Promise<Admin> {
    this.#assertOpen();
    this.#admin ??= (async () => {
      const admin = this.#kafka.admin();
      await this.#sockets.unlessUntrusted(admin.connect());
      return admin;
    })();
    try {
      return await this.#admin;
    } catch (error) {
      this.#admin = undefined;
      throw error;
    }
  }

  #assertOpen(): void {
    if (this.#closed !== undefined) throw new BusError('BUS_CLOSED', 'The bus is closed');
  }

  async #close(): Promise<void> {
    await this.#queue.close();
    await Promise.all([...this.#members].map((member) => member.leave()));
    await this.#transport.close();
    await this.#brokers.close();
    const admin = await this.#admin?.catch(() => undefined);
    await admin?.disconnect();
    this.#sockets.sever();
  }
}

function asBusError(cause: unknown): never {
  if (cause instanceof BusError) throw cause;
  throw new BusError('BUS_APPEND_FAILED', cause instanceof Error ? cause.message : String(cause), { cause });
}
