/** Where a topic begins and ends, and how far a group has come. */
import { type Assignment, type OffsetRange, type TopicPartition } from '@tributary/bus';
import { type Admin, type Cluster } from 'kafkajs';
import { whyNoCoordinator } from './kafkajs-internals.ts';
import { type OwnCluster } from './own-cluster.ts';
import { retryRetriable } from './retry-retriable.ts';

export class GroupOffsets {
  constructor(
    private readonly admin: () => Promise<Admin>,
    private readonly brokers: OwnCluster,
  ) {}

  async rangesOf(topic: string): Promise<readonly OffsetRange[]> {
    const [low = [], high = []] = [(await this.#bounds([topic], 'first'))[0], (await this.ends([topic]))[0]];
    return low.map((earliest, partition) => ({ earliest, latest: high[partition] ?? earliest }));
  }

  /** By topic and partition. */
  ends(topics: readonly string[]): Promise<readonly (readonly number[])[]> {
    return this.#bounds(topics, 'next');
  }

  /** By topic and partition. */
  async committed(group: string, topics: readonly string[]): Promise<readonly (readonly number[])[]> {
    const positions = await this.#positions(group, topics);
    return positions.map((partitions) => partitions.map(({ committed }) => committed));
  }

  async assignments(group: string, partitions: readonly TopicPartition[]): Promise<readonly Assignment[]> {
    const topics = [...new Set(partitions.map(({ topic }) => topic))];
    const positions = await this.#positions(group, topics);
    return partitions.map(({ topic, partition }) => ({
      topic,
      partition,
      ...(positions[topics.indexOf(topic)]?.[partition] ?? { committed: 0 }),
    }));
  }

  async #positions(group: string, topics: readonly string[]): Promise<readonly (readonly Position[])[]> {
    const [earliest, commits] = await Promise.all([this.#bounds(topics, 'first'), this.#commits(group)]);
    return topics.map((topic, at) =>
      (earliest[at] ?? []).map((offset, partition) => firstUnread(commits.get(topic)?.get(partition), offset)),
    );
  }

  /** One request to every broker that leads a partition of any of the topics. */
  #bounds(topics: readonly string[], which: 'first' | 'next'): Promise<readonly (readonly number[])[]> {
    // The leaders of a topic that was just created may not have taken office yet.
    return this.brokers.ask(async (cluster) => {
      await cluster.addMultipleTargetTopics([...topics]);
      await cluster.refreshMetadataIfNecessary();
      const found = await cluster.fetchTopicsOffset(
        topics.map((topic) => ({ topic, partitions: partitionsOf(cluster, topic), fromBeginning: which === 'first' })),
      );
      const byTopic = new Map(found.map(({ topic, partitions }) => [topic, partitions]));
      return topics.map((topic) => {
        const offsets: number[] = [];
        for (const { partition, offset } of byTopic.get(topic) ?? []) offsets[partition] = Number(offset);
        return offsets;
      });
    });
  }

  /** Of all topics that the group has read: asked by name, kafkajs would ask about each of them for ever, and fail by one that is gone. */
  async #commits(group: string): Promise<ReadonlyMap<string, Commits>> {
    const admin = await this.admin();
    const found = await retryRetriable(async () => {
      try {
        return await admin.fetchOffsets({ groupId: group });
      } catch (error) {
        throw await whyNoCoordinator(error, await this.brokers.connected(), group);
      }
    });
    return new Map(
      found.map(({ topic, partitions }) => [
        topic,
        new Map(
          partitions.map(({ partition, offset, metadata }) => [
            partition,
            { committed: Number(offset), ...(metadata && { note: metadata }) },
          ]),
        ),
      ]),
    );
  }
}

const partitionsOf = (cluster: Cluster, topic: string): { readonly partition: number }[] =>
  cluster.findTopicPartitionMetadata(topic).map(({ partitionId }) => ({ partition: partitionId }));

type Commits = ReadonlyMap<number, Position>;
type Position = Pick<Assignment, 'committed' | 'note'>;

/** A group without a commit, or whose commit was overtaken by retention, starts at the first record there is; a note speaks of what is gone. */
const firstUnread = (commit: Position | undefined, earliest: number): Position =>
  commit !== undefined && commit.committed >= earliest ? commit : { committed: earliest };
