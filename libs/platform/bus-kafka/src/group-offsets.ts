/** Where a topic begins and ends, and how far a group has come. */
import { type Assignment, type OffsetRange, type TopicPartition } from '@tributary/bus';
import { type Admin } from 'kafkajs';
import { retryRetriable } from './retry-retriable.ts';

export class GroupOffsets {
  constructor(
    private readonly admin: () => Promise<Admin>,
    private readonly why: (error: unknown, group: string) => Promise<unknown>,
  ) {}

  async rangesOf(topic: string): Promise<readonly OffsetRange[]> {
    const admin = await this.admin();
    // The leaders of a topic that was just created may not have taken office yet.
    const ranges = await retryRetriable(() => admin.fetchTopicOffsets(topic));
    return ranges
      .toSorted((a, b) => a.partition - b.partition)
      .map(({ low, high }) => ({ earliest: Number(low), latest: Number(high) }));
  }

  async committed(group: string, topic: string): Promise<readonly number[]> {
    const positions = await this.#positions(group, topic);
    return positions.map(({ committed }) => committed);
  }

  async assignments(group: string, partitions: readonly TopicPartition[]): Promise<readonly Assignment[]> {
    const topics = [...new Set(partitions.map(({ topic }) => topic))];
    const positions = new Map(
      await Promise.all(topics.map(async (topic) => [topic, await this.#positions(group, topic)] as const)),
    );
    return partitions.map(({ topic, partition }) => ({
      topic,
      partition,
      ...(positions.get(topic)?.[partition] ?? { committed: 0 }),
    }));
  }

  async #positions(group: string, topic: string): Promise<readonly Position[]> {
    const [ranges, commits] = await Promise.all([this.rangesOf(topic), this.#commits(group, topic)]);
    return ranges.map(({ earliest }, partition) => firstUnread(commits.get(partition), earliest));
  }

  async #commits(group: string, topic: string): Promise<ReadonlyMap<number, Position>> {
    const admin = await this.admin();
    const [found] = await retryRetriable(async () => {
      try {
        return await admin.fetchOffsets({ groupId: group, topics: [topic] });
      } catch (error) {
        throw await this.why(error, group);
      }
    });
    return new Map(
      found?.partitions.map(({ partition, offset, metadata }) => [
        partition,
        { committed: Number(offset), ...(metadata && { note: metadata }) },
      ]),
    );
  }
}

type Position = Pick<Assignment, 'committed' | 'note'>;

/** A group without a commit, or whose commit was overtaken by retention, starts at the first record there is; a note speaks of what is gone. */
const firstUnread = (commit: Position | undefined, earliest: number): Position =>
  commit !== undefined && commit.committed >= earliest ? commit : { committed: earliest };
