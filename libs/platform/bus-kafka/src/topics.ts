/** Topics exist, have leaders and the partitions that we count on, before anybody uses them. */
import { BusError, type TopicPartition, type TopicSpec } from '@tributary/bus';
import kafkajs, { type Admin, type ITopicConfig, type ITopicMetadata } from 'kafkajs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type KafkaOptions } from './kafka-config.ts';
import { kafkaTopicConfig } from './topic-config.ts';

/** A new topic on a busy cluster has its leaders after a second or two. */
const patience = { timeoutMs: 30_000, pollMs: 100 } as const;

export type TopicSettings = Pick<KafkaOptions, 'replicationFactor' | 'minInSyncReplicas'>;

export class KafkaTopics {
  readonly #partitions = new Map<string, number>();

  constructor(
    private readonly admin: () => Promise<Admin>,
    private readonly settings: TopicSettings,
  ) {}

  async ensure(specs: readonly TopicSpec[]): Promise<void> {
    const admin = await this.admin();
    const existing = new Set(await admin.listTopics());
    const absent = specs.filter(({ name }) => !existing.has(name));
    if (absent.length > 0) {
      await create(
        admin,
        absent.map((spec) => topicConfig(spec, this.settings)),
      );
    }
    const found = await withLeaders(
      admin,
      specs.map(({ name }) => name),
    );
    for (const { name, partitions } of specs) {
      const actual = found.get(name);
      if (actual !== partitions) {
        // Keys would lie elsewhere than the state that was built from them.
        throw new Error(`The topic ${name} has ${actual ?? 0} partitions, ${partitions} are configured.`);
      }
      this.#partitions.set(name, partitions);
    }
  }

  async partitionsOf(topic: string): Promise<number> {
    const known = this.#partitions.get(topic) ?? (await this.#ask(topic));
    this.#partitions.set(topic, known);
    return known;
  }

  /** A topic of somebody else may have got more partitions since it was asked about. */
  async has({ topic, partition }: TopicPartition): Promise<boolean> {
    if (partition < (await this.partitionsOf(topic))) return true;
    const now = await this.#ask(topic);
    this.#partitions.set(topic, now);
    return partition < now;
  }

  forget(topics: readonly string[]): void {
    for (const topic of topics) this.#partitions.delete(topic);
  }

  async #ask(topic: string): Promise<number> {
    const metadata = await metadataOf(await this.admin(), [topic]);
    const partitions = metadata[0]?.partitions.length ?? 0;
    if (partitions === 0) throw new BusError('BUS_UNKNOWN_TOPIC', `There is no topic ${topic}`);
    return partitions;
  }
}

/** On a cluster with access control those who deploy make the topics, and a service only finds them. */
const forbidden = ['TOPIC_AUTHORIZATION_FAILED', 'CLUSTER_AUTHORIZATION_FAILED'];

async function create(admin: Admin, topics: ITopicConfig[]): Promise<void> {
  try {
    // Waiting for leaders is done below: kafkajs gives up on topics that were created.
    await admin.createTopics({ topics, waitForLeaders: false });
  } catch (error) {
    const others = error instanceof kafkajs.KafkaJSAggregateError ? error.errors : [error];
    if (others.some((each) => forbidden.some((type) => isType(each, type)))) {
      const names = topics.map(({ topic }) => topic).join(', ');
      throw new Error(`The topics ${names} do not exist, and this user may not create them: create them first.`, {
        cause: error,
      });
    }
    if (!others.every((each) => isType(each, 'TOPIC_ALREADY_EXISTS'))) throw error;
  }
}

async function withLeaders(admin: Admin, names: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const until = Date.now() + patience.timeoutMs;
  for (;;) {
    const ready = (await metadataOf(admin, names)).filter(
      ({ partitions }) => partitions.length > 0 && partitions.every(({ leader }) => leader >= 0),
    );
    if (ready.length >= names.length) return new Map(ready.map(({ name, partitions }) => [name, partitions.length]));
    if (Date.now() > until) {
      const missing = names.filter((name) => !ready.some((topic) => topic.name === name));
      throw new BusError('BUS_UNKNOWN_TOPIC', `No leaders after ${patience.timeoutMs} ms for ${missing.join(', ')}`);
    }
    await sleep(patience.pollMs);
  }
}

/** Empty where any of the topics does not exist yet. */
async function metadataOf(admin: Admin, names: readonly string[]): Promise<readonly ITopicMetadata[]> {
  try {
    return (await admin.fetchTopicMetadata({ topics: [...names] })).topics;
  } catch (error) {
    if (isUnknownTopic(error) || isType(error, 'LEADER_NOT_AVAILABLE')) return [];
    throw error;
  }
}

export const isUnknownTopic = (error: unknown): boolean => isType(error, 'UNKNOWN_TOPIC_OR_PARTITION');

function isType(error: unknown, type: string): boolean {
  if (!(error instanceof Error)) return false;
  return ('type' in error && error.type === type) || isType(error.cause, type);
}

function topicConfig(spec: TopicSpec, { replicationFactor, minInSyncReplicas }: TopicSettings): ITopicConfig {
  const config = {
    ...kafkaTopicConfig(spec),
    ...(minInSyncReplicas !== undefined && { 'min.insync.replicas': String(minInSyncReplicas) }),
  };
  return {
    topic: spec.name,
    numPartitions: spec.partitions,
    replicationFactor: replicationFactor ?? -1,
    configEntries: Object.entries(config).map(([name, value]) => ({ name, value })),
  };
}
