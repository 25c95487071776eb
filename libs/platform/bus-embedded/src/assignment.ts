/** Who should read which partition: a pure function of the members, so that every process comes to the same answer. */
import { type TopicPartition } from '@tributary/bus';

export interface Subscriber {
  readonly id: string;
  readonly topics: readonly string[];
}

/**
 * Co-partitioned: partition i of every topic goes to the same member, so that records of one key meet in one place.
 * `members` are in the order in which they joined. Answers the wanted owner of each partition of each topic.
 */
export function assign<P extends TopicPartition>(
  members: readonly Subscriber[],
  partitions: readonly P[],
): ReadonlyMap<P, string> {
  const wanted = new Map<P, string>();
  for (const partition of partitions) {
    const readers = members.filter(({ topics }) => topics.includes(partition.topic));
    const owner = readers[partition.partition % readers.length];
    if (owner) wanted.set(partition, owner.id);
  }
  return wanted;
}
