/** Reads a piece of a partition outside any group, straight from its leader. */
import { type StoredRecord, type TopicPartition } from '@tributary/bus';
import kafkajs, { type Cluster, type Consumer, type Kafka } from 'kafkajs';
import { Batch, type FetchedBatch } from './kafkajs-internals.ts';
import { retryRetriable } from './retry-retriable.ts';
import { storedRecord } from './stored-record.ts';

const fetchBytes = 1024 * 1024;
const readCommitted = 1;

export class RangeReader {
  readonly #carrier: Consumer;
  #cluster: Cluster | undefined;
  #connected: Promise<void> | undefined;

  /** kafkajs has no reader without a group; a consumer that never runs lends us its cluster. */
  constructor(kafka: Kafka) {
    this.#carrier = kafka.consumer({
      groupId: 'never-joined',
      allowAutoTopicCreation: false,
      partitionAssigners: [
        (config) => {
          this.#cluster = config.cluster;
          return kafkajs.PartitionAssigners.roundRobin(config);
        },
      ],
    });
  }

  /** Records from `offset` to `end`, exclusive, at most `limit`; gaps of compaction and retention are passed over. */
  async read(place: TopicPartition, offset: number, end: number, limit: number): Promise<readonly StoredRecord[]> {
    const records: StoredRecord[] = [];
    let position = offset;
    while (position < end && records.length < limit) {
      const batch = await this.#fetch(place, position);
      if (batch.rawMessages.length === 0) break; // an open transaction stands before the end
      for (const message of batch.messages) {
        const record = storedRecord(place, message);
        if (record.offset < end && records.length < limit) records.push(record);
      }
      position = Math.max(position, Number(batch.lastOffset()) + 1);
    }
    return records;
  }

  async close(): Promise<void> {
    if (this.#connected === undefined) return;
    await this.#connected.catch(() => undefined);
    await this.#carrier.disconnect();
  }

  async #fetch(place: TopicPartition, position: number): Promise<FetchedBatch> {
    const cluster = await this.#connect();
    return retryRetriable(
      () => fetchOnce(cluster, place, position),
      () => cluster.refreshMetadata(),
    );
  }

  async #connect(): Promise<Cluster> {
    this.#connected ??= this.#carrier.connect();
    try {
      await this.#connected;
    } catch (error) {
      this.#connected = undefined;
      throw error;
    }
    if (this.#cluster === undefined) throw new Error('kafkajs has not created a cluster.');
    return this.#cluster;
  }
}

async function fetchOnce(cluster: Cluster, place: TopicPartition, position: number): Promise<FetchedBatch> {
  const { topic, partition } = place;
  await cluster.addTargetTopic(topic);
  const [leader] = Object.keys(cluster.findLeaderForPartitions(topic, [partition]));
  if (leader === undefined) throw new kafkajs.KafkaJSError(`${topic}/${partition} has no leader`, { retriable: true });
  const broker = await cluster.findBroker({ nodeId: leader });
  const answer: unknown = await broker.fetch({
    isolationLevel: readCommitted,
    maxWaitTime: 500,
    minBytes: 1,
    maxBytes: fetchBytes,
    topics: [{ topic, partitions: [{ partition, fetchOffset: String(position), maxBytes: fetchBytes }] }],
  });
  return new Batch(topic, String(position), onlyPartition(answer));
}

interface FetchAnswer {
  readonly responses?: readonly { readonly partitions?: readonly unknown[] }[];
}

function onlyPartition(answer: unknown): unknown {
  // eslint-disable-next-line no-restricted-syntax -- kafkajs types the answer of a fetch as `any`
  const partition = (answer as FetchAnswer).responses?.[0]?.partitions?.[0];
  if (partition === undefined) throw new Error('The answer to a fetch holds no partition.');
  return partition;
}
