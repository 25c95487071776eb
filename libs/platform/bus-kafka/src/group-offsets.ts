/** Where a topic begins and ends, and how far a group has come. */
import { type Assignment, type OffsetRange, type TopicPartition } from '@tributary/bus';
import { type Admin } from 'kafkajs';
import { retryRetriable } from './retry-retriable.ts';

export class GroupOffsets {
  constructor(private readonly admin: () => Promise<Admin>) {}

  async rangesOf(topic: string): Promise<readonly OffsetRange[]> {
    const admin = await this.admin();
    // The leaders of a topic that was just created may not have taken office yet.
    const ranges = await retryRetriable(() => admin.fetchTopicOffsets(topic));
    return ranges
      .toSorted((a, b) => a.partition - b.partition)
      .map(({ low, high }) => ({ earliest: Number(low), latest: Number(high) }));
  }

  async committed(group: string, topic: string): Promise<readonly number[]> {
    const [ranges, committed] = await Promise.all([this.rangesOf(topic), this.#commits(group, topic)]);
    return ranges.map(({ earliest }, partition) => firstUnread(committed.get(partition), earliest));
  }

  async assignments(group: string, partitions: readonly TopicPartition[]): Promise<readonly Assignment[]> {
    const topics = [...new Set(partitions.map(({ topic }) => topic))];
    const positions = new Map(
      await Promise.all(topics.map(async (topic) => [topic, await this.committed(group, topic)] as const)),
    );
    return partitions.map(({ topic, partition }) => ({
      topic,
      partition,
      committed: positions.get(topic)?.[partition] ?? 0,
    }));
  }

  async #commits(group: string, topic: string): Promise<ReadonlyMap<number, number>> {
    const admin = await this.admin();
    const [found] = await retryRetriable(() => admin.fetchOffsets({ groupId: group, topics: [topic] }));
    return new Map(found?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
  }
}

/** A group without a commit, or whose commit was overtaken by retention, starts at the first record there is. */
const firstUnread = (committed: number | undefined, earliest: number): number => Math.max(committed ?? 0, earliest);
