/** Topics as somebody else has them: made and written with nothing of ours but the engine. */
import { openEmbeddedBus } from '@tributary/bus-embedded';
import { KafkaEngine } from '@tributary/bus-kafka';
import { createLogger } from '@tributary/telemetry';
import kafkajs from 'kafkajs';

export interface ForeignMessage {
  readonly partition: number;
  readonly key: string;
  /** `null` is a tombstone. */
  readonly value: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

export interface ForeignTopicWriter {
  readonly topic: string;
  /** Resolves when they are durable. */
  write(messages: readonly ForeignMessage[]): Promise<void>;
  close(): Promise<void>;
}

interface Made {
  readonly topic: string;
  readonly partitions: number;
}

/** By another process on the same file; `file` is the bus of a running product. */
export async function embeddedForeignTopic(file: string, { topic, partitions }: Made): Promise<ForeignTopicWriter> {
  const bus = openEmbeddedBus({ file, cleanEveryMs: 0 });
  await bus.ensureTopics([{ name: topic, partitions, cleanup: 'delete' }]);
  return {
    topic,
    write: (messages) =>
      bus.append(
        messages.map(({ partition, key, value, headers }) => ({
          ...{ topic, partition, headers, timestamp: Date.now(), key: Buffer.from(key) },
          value: value === null ? null : Buffer.from(value),
        })),
      ),
    close: () => bus.close(),
  };
}

/** Written by plain kafkajs, compressed, every write a transaction: it leaves a mark on the log that is no message. */
export async function kafkaForeignTopic(
  brokers: readonly string[],
  { topic, partitions }: Made,
): Promise<ForeignTopicWriter> {
  // Our engine waits for leaders, and turns off a timer of kafkajs that would keep the process awake.
  const engine = new KafkaEngine({ brokers }, createLogger({ service: 'foreign', level: 'silent' }));
  await engine.ensureTopics([{ name: topic, partitions, cleanup: 'delete' }]);
  await engine.close();
  const kafka = new kafkajs.Kafka({ brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING });
  const producer = kafka.producer({ transactionalId: `${topic}-writer`, idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  return {
    topic,
    write: async (messages) => {
      const transaction = await producer.transaction();
      const records = messages.map(({ headers, ...rest }) => ({ ...rest, headers: { ...headers } }));
      await transaction.send({ topic, messages: records, compression: kafkajs.CompressionTypes.GZIP });
      await transaction.commit();
    },
    close: () => producer.disconnect(),
  };
}
