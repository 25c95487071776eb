/** Reads a piece of a partition outside any group, straight from its leader. */
import { type StoredRecord, type TopicPartition } from '@tributary/bus';
import kafkajs, { type Cluster, type Kafka } from 'kafkajs';
import { Batch, borrowCluster, type FetchedBatch } from './kafkajs-internals.ts';
import { retryRetriable } from './retry-retriable.ts';
import { storedRecord } from './stored-record.ts';

/** A small read must not decode a megabyte. */
const fetchBytes = { least: 16 * 1024, most: 1024 * 1024 } as const;
const bytesPerRecord = 1024;
const readCommitted = 1;

export class RangeReader {
  readonly #cluster: Cluster;
  #connected: Promise<void> | undefined;
  #turn: Promise<void> = Promise.resolve();

  constructor(kafka: Kafka) {
    this.#cluster = borrowCluster(kafka);
  }

  /** At most `limit` records from `offset` on, up to the end of the log; gaps that compaction left are passed over. */
  async read(place: TopicPartition, offset: number, limit: number): Promise<readonly StoredRecord[]> {
    const records: StoredRecord[] = [];
    let position = offset;
    while (records.length < limit) {
      const batch = await this.#fetch(place, position, limit - records.length);
      if (batch.rawMessages.length === 0) break; // the end, or an open transaction
      for (const message of batch.messages.slice(0, limit - records.length)) records.push(storedRecord(place, message));
      position = Math.max(position, Number(batch.lastOffset())) + 1;
    }
    return records;
  }

  /** The cluster, for what kafkajs has no call for. */
  async cluster(): Promise<Cluster> {
    await this.#connect();
    return this.#cluster;
  }

  async close(): Promise<void> {
    if (this.#connected === undefined) return;
    await this.#turn;
    await this.#cluster.disconnect();
  }

  /** One at a time: two first fetches at once open two connections in kafkajs, of which it forgets one. */
  #fetch(place: TopicPartition, position: number, records: number): Promise<FetchedBatch> {
    const bytes = Math.min(fetchBytes.most, Math.max(fetchBytes.least, records * bytesPerRecord));
    const fetched = this.#turn.then(async () => {
      const cluster = await this.cluster();
      return retryRetriable(
        () => fetchOnce(cluster, place, { position, bytes }),
        () => cluster.refreshMetadata(),
      );
    });
    this.#turn = fetched.then(noMatter, noMatter);
    return fetched;
  }

  async #connect(): Promise<void> {
    this.#connected ??= this.#cluster.connect();
    try {
      await this.#connected;
    } catch (error) {
      this.#connected = undefined;
      throw error;
    }
  }
}

const noMatter = (): void => undefined;

interface Want {
  readonly position: number;
  readonly bytes: number;
}

async function fetchOnce(cluster: Cluster, { topic, partition }: TopicPartition, want: Want): Promise<FetchedBatch> {
  await cluster.addTargetTopic(topic);
  const [leader] = Object.keys(cluster.findLeaderForPartitions(topic, [partition]));
  if (leader === undefined) throw new kafkajs.KafkaJSError(`${topic}/${partition} has no leader`, { retriable: true });
  const broker = await cluster.findBroker({ nodeId: leader });
  const answer: unknown = await broker.fetch({
    isolationLevel: readCommitted,
    maxWaitTime: 0,
    minBytes: 0, // at the end of the log the answer is empty, and comes at once
    maxBytes: want.bytes,
    topics: [{ topic, partitions: [{ partition, fetchOffset: String(want.position), maxBytes: want.bytes }] }],
  });
  return new Batch(topic, String(want.position), onlyPartition(answer));
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
