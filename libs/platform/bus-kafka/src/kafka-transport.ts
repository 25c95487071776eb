/** The producer of kafkajs behind the durable send: idempotent, all replicas, replaced when it is beyond trust. */
import { type OutgoingRecord } from '@tributary/bus';
import { type ISocketFactory, type Kafka, type Message, type Producer, type TopicMessages } from 'kafkajs';
import { type PartitionAnswer, type SendTransport } from './durable-send.ts';
import { SeverableSockets } from './severable-sockets.ts';

const allReplicas = -1;

export interface TransportOptions {
  /** Each producer has a client, and thereby connections, of its own. */
  readonly createClient: (socketFactory: ISocketFactory) => Kafka;
  readonly sendDeadlineMs: number;
}

export class KafkaTransport implements SendTransport {
  #current: ConnectedProducer | undefined;

  constructor(private readonly options: TransportOptions) {}

  async send(records: readonly OutgoingRecord[]): Promise<readonly PartitionAnswer[]> {
    this.#current ??= connect(this.options);
    const producer = await this.#current.ready;
    return producer.sendBatch({
      acks: allReplicas,
      timeout: this.options.sendDeadlineMs,
      topicMessages: byTopic(records),
    });
  }

  discard(): void {
    const discarded = this.#current;
    this.#current = undefined;
    discarded?.sockets.sever();
    // Nobody waits for it: it may hang for as long as the broker that made it late.
    discarded?.ready.then((producer) => producer.disconnect()).catch(() => undefined);
  }

  async close(): Promise<void> {
    const producer = await this.#current?.ready.catch(() => undefined);
    await producer?.disconnect();
    this.discard();
  }
}

interface ConnectedProducer {
  readonly ready: Promise<Producer>;
  readonly sockets: SeverableSockets;
}

function connect({ createClient }: TransportOptions): ConnectedProducer {
  const sockets = new SeverableSockets();
  const producer = createClient(sockets.factory).producer({
    idempotent: true,
    allowAutoTopicCreation: false,
    createPartitioner: () => chosenPartition,
  });
  return { sockets, ready: producer.connect().then(() => producer) };
}

/** The partition is chosen by our caller, so that the answer can be checked against it. */
function chosenPartition({ message }: { message: Message }): number {
  if (message.partition === undefined) throw new Error('A record without a partition.');
  return message.partition;
}

function byTopic(records: readonly OutgoingRecord[]): TopicMessages[] {
  return [...Map.groupBy(records, ({ topic }) => topic)].map(([topic, own]) => ({
    topic,
    messages: own.map(toMessage),
  }));
}

function toMessage({ partition, key, value, headers, timestamp }: OutgoingRecord): Message {
  return {
    partition,
    key: key && bufferOf(key),
    value: value && bufferOf(value),
    headers: { ...headers },
    timestamp: String(timestamp),
  };
}

/** kafkajs knows Buffers only; the memory is shared. */
const bufferOf = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);
