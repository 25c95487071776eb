/** Topics of other people on the brokers of this deployment: what a service takes from them is decided while it runs. */
import {
  topicName,
  type BusEngine,
  type JoinedGroup,
  type Joining,
  type StoredRecord,
  type TopicPartition,
} from '@tributary/bus';
import { allTopics, inNamespace } from '@tributary/contracts';

/** Everything here rejects with a `BusError` where a topic does not exist, or its owner has not let us in. */
export interface ForeignTopics {
  /** It is of this deployment: taken for a foreign one, what is published would come in again, in a circle. */
  isOwn(topic: string): boolean;
  /** The offset that the next record of each partition will get. */
  ends(topic: string): Promise<readonly number[]>;
  /** The offset that a group reads next, by partition. */
  committed(group: string, topic: string): Promise<readonly number[]>;
  /** The last records of each partition, at most so many, partition by partition. */
  newest(topic: string, most: number): Promise<readonly StoredRecord[]>;
  /** Whether a record stands at the offset or after it: what ends a partition may be none. */
  hasFrom(place: TopicPartition, offset: number): Promise<boolean>;
  join(joining: Joining): Promise<JoinedGroup>;
}

/** Of a topic with more partitions so many are looked at: enough to know its messages by. */
const lookedAt = 32;

export interface ForeignTopicsOptions {
  readonly engine: BusEngine;
  readonly namespace: string;
  readonly join: (joining: Joining) => Promise<JoinedGroup>;
}

export function foreignTopics({ engine, namespace, join }: ForeignTopicsOptions): ForeignTopics {
  const own = new Set(allTopics.map((topic) => topicName(topic, namespace)));
  const ends = async (topic: string): Promise<readonly number[]> => (await engine.ends([topic]))[0] ?? [];
  return {
    isOwn: (topic) => own.has(topic) || (namespace !== '' && topic.startsWith(inNamespace('', namespace))),
    ends,
    committed: async (group, topic) => (await engine.committed(inNamespace(group, namespace), [topic]))[0] ?? [],
    newest: async (topic, most) => {
      const found: StoredRecord[] = [];
      const filled = [...(await ends(topic)).entries()].filter(([, end]) => end > 0).slice(0, lookedAt);
      for (const [partition, end] of filled) {
        found.push(...(await engine.read({ topic, partition }, Math.max(0, end - most), most)));
      }
      return found;
    },
    hasFrom: async (place, offset) => (await engine.read(place, offset, 1)).length > 0,
    join,
  };
}
