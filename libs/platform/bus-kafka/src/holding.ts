/** A partition that is ours, and what has been delivered of it. */
import { type Assignment, type TopicPartition } from '@tributary/bus';

export interface Holding extends TopicPartition {
  /** The next offset to deliver. */
  next: number;
  /** Its lane has started and may be given records. */
  open: boolean;
  paused: boolean;
  /** We asked for exactly `next`, so whatever comes is what the log has. */
  sought: boolean;
}

export const holdingOf = ({ topic, partition, committed }: Assignment): Holding => ({
  ...{ topic, partition, next: committed },
  ...{ open: false, paused: false, sought: false },
});

export const keyOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`;

/** As kafkajs takes it. */
export const toPartitions = ({ topic, partition }: TopicPartition) => ({ topic, partitions: [partition] });
