/** Produce requests to the leaders of their partitions, over connections that can be cut for good. */
import { type Cluster, type ISocketFactory, type Kafka } from 'kafkajs';
import { BusError } from '@tributary/bus';
import { type Explain } from './access-error.ts';
import { type Answer, type SendTransport } from './durable-producer.ts';
import { borrowCluster, errorOf, newIdentity, produce, type ProducerIdentity } from './kafkajs-internals.ts';
import { produceRequest, type SequencedBatch } from './produce-request.ts';
import { SeverableSockets } from './severable-sockets.ts';
import { kafkaAnswer } from './kafka-answer.ts';

export interface TransportOptions {
  /** Each set of connections has a client of its own. */
  readonly createClient: (socketFactory: ISocketFactory) => Kafka;
  readonly explain: Explain;
}

export class KafkaTransport implements SendTransport {
  #link: Link | undefined;

  constructor(private readonly options: TransportOptions) {}

  identify(deadlineMs: number): Promise<ProducerIdentity> {
    const identify = async () => {
      const cluster = await this.#connected().ready;
      await cluster.refreshMetadataIfNecessary(); // which broker to ask stands there
      return newIdentity(await cluster.findControllerBroker());
    };
    return kafkaAnswer(identify(), deadlineMs).catch((error: unknown) => {
      throw this.options.explain(error, 'write to any topic');
    });
  }

  async send(
    batches: readonly SequencedBatch[],
    identity: ProducerIdentity,
    deadlineMs: number,
  ): Promise<readonly Answer[]> {
    const answers = new Map<SequencedBatch, Answer>();
    let failure: unknown = new Error('The leader did not answer for it');
    try {
      const link = this.#connected();
      await kafkaAnswer(
        toLeaders(link, batches, (own) => produceRequest(own, identity, deadlineMs), answers),
        deadlineMs,
      );
    } catch (error) {
      failure = error;
      this.reconnect();
    }
    return batches.map((batch) => this.#explained(batch, answers.get(batch) ?? { kind: 'again', error: failure }));
  }

  reconnect(): void {
    const link = this.#link;
    this.#link = undefined;
    link?.sockets.sever();
    // Nobody waits for it: it may hang for as long as the broker that made it late.
    link?.ready.then((cluster) => cluster.disconnect()).catch(() => undefined);
  }

  async close(): Promise<void> {
    const cluster = await this.#link?.ready.catch(() => undefined);
    await cluster?.disconnect();
    this.reconnect();
  }

  #explained({ topic }: SequencedBatch, answer: Answer): Answer {
    if (answer.kind === 'written') return answer;
    const error = this.options.explain(answer.error, `write to ${topic}`);
    return error instanceof BusError && !error.retry ? { kind: 'refused', error } : answer;
  }

  #connected(): Link {
    this.#link ??= connect(this.options);
    return this.#link;
  }
}

interface Link {
  readonly ready: Promise<Cluster>;
  readonly sockets: SeverableSockets;
  /** A leader was not where we thought. */
  stale: boolean;
}

function connect({ createClient }: TransportOptions): Link {
  const sockets = new SeverableSockets();
  const cluster = borrowCluster(createClient(sockets.factory));
  return { sockets, stale: false, ready: sockets.unlessUntrusted(cluster.connect()).then(() => cluster) };
}

/** Each leader gets its batches in one request; what one of them does is no concern of the others. */
async function toLeaders(
  link: Link,
  batches: readonly SequencedBatch[],
  encode: (own: readonly SequencedBatch[]) => Buffer,
  answers: Map<SequencedBatch, Answer>,
): Promise<void> {
  const cluster = await link.ready;
  await cluster.addMultipleTargetTopics([...new Set(batches.map(({ topic }) => topic))]);
  if (link.stale) await cluster.refreshMetadata();
  else await cluster.refreshMetadataIfNecessary();
  link.stale = false;
  const toLeader = async ([nodeId, own]: readonly [string | undefined, readonly SequencedBatch[]]): Promise<void> => {
    try {
      if (nodeId === undefined) throw new Error('The partition has no leader');
      const broker = await cluster.findBroker({ nodeId });
      const codes = codesOf(await produce(broker, encode(own)));
      for (const batch of own) answers.set(batch, answerOf(codes.get(keyOf(batch))));
    } catch (error) {
      for (const batch of own) answers.set(batch, { kind: 'again', error });
    }
    if (own.some((batch) => answers.get(batch)?.kind === 'again')) link.stale = true;
  };
  const leaders = Map.groupBy(batches, ({ topic, partition }) => leaderOf(cluster, topic, partition));
  await Promise.all([...leaders].map(toLeader));
}

function leaderOf(cluster: Cluster, topic: string, partition: number): string | undefined {
  const found = cluster.findTopicPartitionMetadata(topic).find(({ partitionId }) => partitionId === partition);
  return found === undefined || found.leader < 0 ? undefined : String(found.leader);
}

type ProduceAnswers = Awaited<ReturnType<typeof produce>>;

const codesOf = (topics: ProduceAnswers): ReadonlyMap<string, number> =>
  new Map(
    topics.flatMap(({ topicName, partitions }) =>
      partitions.map(({ partition, errorCode }) => [keyOf({ topic: topicName, partition }), errorCode]),
    ),
  );

const keyOf = ({ topic, partition }: { readonly topic: string; readonly partition: number }): string =>
  `${topic}/${partition}`;

/** Kafka's names for "this record, or this sender, will never be accepted"; everything else may heal. */
const refusals = new Set([
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_RECORD',
  'INVALID_TIMESTAMP',
  'CORRUPT_MESSAGE',
  'INVALID_TOPIC_EXCEPTION',
  'TOPIC_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
]);

const lostSequences = new Set([
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
  'UNKNOWN_PRODUCER_ID',
  'INVALID_PRODUCER_EPOCH',
  'INVALID_PRODUCER_ID_MAPPING',
]);

/** It stands on the log, further back than the brokers remember the offset. */
const alreadyThere = 'DUPLICATE_SEQUENCE_NUMBER';

export function answerOf(code: number | undefined): Answer {
  if (code === 0) return { kind: 'written' };
  if (code === undefined) return { kind: 'again', error: new Error('The answer leaves the partition out') };
  const error = errorOf(code);
  if (error.type === alreadyThere) return { kind: 'written' };
  if (refusals.has(error.type)) return { kind: 'refused', error };
  return { kind: lostSequences.has(error.type) ? 'out-of-sequence' : 'again', error };
}
