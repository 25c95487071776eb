/** From the registry's topics to what an engine creates. */
import { inNamespace, type Topic } from '@tributary/contracts';
import { type ForeignTopic } from './foreign-topic.ts';
import { type TopicSpec } from './port.ts';

const dayMs = 86_400_000;

/** A profile with a long history passes the megabyte that brokers take by themselves. */
export const usualMessageBytes = 4 * 1024 * 1024;

/** The name of a topic on the cluster. */
export function topicName(topic: Pick<Topic, 'name'> | ForeignTopic, namespace?: string): string {
  return 'foreign' in topic ? topic.name : inNamespace(topic.name, namespace);
}

export interface TopicSpecOptions {
  readonly namespace?: string;
  /** Overrides the registry for every topic, so that co-keyed topics stay co-partitioned. */
  readonly partitions?: number;
}

export function topicSpecs(topics: readonly Topic[], options: TopicSpecOptions = {}): readonly TopicSpec[] {
  return topics.map((topic) => ({
    name: topicName(topic, options.namespace),
    partitions: options.partitions ?? topic.partitions,
    ...(topic.mostBytes === undefined ? {} : { mostBytes: topic.mostBytes }),
    ...(topic.retention === 'compacted'
      ? { cleanup: 'compact' as const }
      : { cleanup: 'delete' as const, retentionMs: topic.retention.days * dayMs }),
  }));
}
