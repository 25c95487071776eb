/** The settings of a topic on Kafka, for whoever creates it: the service at its start, or an operator before. */
import { type TopicSpec, usualMessageBytes } from '@tributary/bus';

export function kafkaTopicConfig(spec: TopicSpec): Readonly<Record<string, string>> {
  return {
    'cleanup.policy': spec.cleanup,
    'retention.ms': String(spec.retentionMs ?? -1),
    ...(spec.retentionBytes !== undefined && { 'retention.bytes': String(spec.retentionBytes) }),
    ...(spec.deleteRetentionMs !== undefined && { 'delete.retention.ms': String(spec.deleteRetentionMs) }),
    'max.message.bytes': String(spec.mostBytes ?? usualMessageBytes),
    // A clock that runs ahead must not stop the stream.
    'message.timestamp.after.max.ms': '9223372036854775807',
  };
}
