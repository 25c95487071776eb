/** From a message of kafkajs to a record of the port. */
import { type StoredRecord, type TopicPartition } from '@tributary/bus';
import { type IHeaders, type KafkaMessage } from 'kafkajs';
import { unreadableIn } from './fetch-answer.ts';

export function storedRecord({ topic, partition }: TopicPartition, message: KafkaMessage): StoredRecord {
  const unreadable = unreadableIn(message);
  return {
    topic,
    partition,
    offset: Number(message.offset),
    key: message.key,
    value: message.value,
    headers: message.headers === undefined ? {} : textHeaders(message.headers),
    timestamp: Number(message.timestamp),
    ...(unreadable === undefined ? {} : { unreadable }),
  };
}

/** A header that stands several times keeps its last value, as in Kafka's own `lastHeader`. */
function textHeaders(headers: IHeaders): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      const last = Array.isArray(value) ? value.at(-1) : value;
      return last === undefined ? [] : [[name, last.toString()]];
    }),
  );
}
