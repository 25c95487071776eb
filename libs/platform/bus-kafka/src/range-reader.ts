/** Reads a piece of a partition outside any group, straight from its leader. */
import { type StoredRecord, type TopicPartition } from '@tributary/bus';
import kafkajs, { type Cluster } from 'kafkajs';
import { Batch, type FetchedBatch } from './kafkajs-internals.ts';
import { type OwnCluster } from './own-cluster.ts';
import { storedRecord } from './stored-record.ts';

/** A small read must not decode a megabyte. */
const fetchBytes = { least: 16 * 1024, most: 1024 * 1024 } as const;
const bytesPerRecord = 1024;
const readCommitted = 1;

export class RangeReader {
  constructor(private readonly brokers: OwnCluster) {}

  /** At most `limit` records from `offset` on, up to the end of the log; gaps that compaction left are passed over. */
  async read(place: TopicPartition, offset: number, limit: number): Promise<readonly StoredRecord[]> {
    const records: StoredRecord[] = [];
    let position = offset;
    while (records.length < limit) {
      const want = { position, bytes: bytesFor(limit - records.length) };
      const batch = await this.brokers.ask((cluster) => fetchOnce(cluster, place, want));
      if (batch.rawMessages.length === 0) break; // the end, or an open transaction
      for (const message of batch.messages.slice(0, limit - records.length)) records.push(storedRecord(place, message));
      position = Math.max(position, Number(batch.lastOffset())) + 1;
    }
    return records;
  }
}

const bytesFor = (records: number): number =>
  Math.min(fetchBytes.most, Math.max(fetchBytes.least, records * bytesPerRecord));

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
