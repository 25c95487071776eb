/** The only place that looks behind the public face of kafkajs 2.2.4; pinned, and checked by a test, because nobody promised it. */
import kafkajs, { type Broker, type Cluster, type Kafka, type KafkaMessage } from 'kafkajs';
import { createRequire } from 'node:module';
import { type Socket } from 'node:net';

const load = createRequire(import.meta.url);

interface RequestQueue {
  readonly pending: { readonly length: number };
}

interface RequestQueuePrototype {
  scheduleCheckPendingRequests: (this: RequestQueue) => void;
}

/** What a fetch brought for one partition: control records and aborted transactions are already taken out of `messages`. */
export interface FetchedBatch {
  readonly messages: readonly KafkaMessage[];
  readonly rawMessages: readonly unknown[];
  /** Of the last record on the log in this answer, visible or not. */
  lastOffset(): string;
}

interface ConnectionPrototype {
  send: (this: { readonly socket?: Socket }, options: object) => Promise<unknown>;
}

type BatchConstructor = new (topic: string, fetchedOffset: string, answer: unknown) => FetchedBatch;

/** What the brokers say about one partition of a produce request. */
interface PartitionAnswer {
  readonly partition: number;
  readonly errorCode: number;
}

interface ProduceAnswer {
  readonly topics: readonly { readonly topicName: string; readonly partitions: readonly PartitionAnswer[] }[];
}

/** The name under which the brokers know a producer; with its sequence numbers they recognize what they already have. */
export interface ProducerIdentity {
  readonly producerId: string;
  readonly producerEpoch: number;
}

/** Bounds of a request for records; what else it says is left alone. */
export interface FetchRequest {
  readonly maxWaitTime: number;
  readonly minBytes: number;
}

export interface FetchAnswer {
  readonly responses: readonly { readonly partitions: readonly { readonly messages: readonly unknown[] }[] }[];
}

export type Fetch = (request: FetchRequest) => Promise<FetchAnswer>;

interface InnerBroker {
  fetch: Fetch;
  readonly connectionPool: { send(protocol: object): Promise<unknown> };
  findGroupCoordinator(request: { readonly groupId: string; readonly coordinatorType: number }): Promise<unknown>;
  initProducerId(request: { readonly transactionTimeout: number }): Promise<ProducerIdentity>;
}

interface ProduceResponse {
  decode(raw: Buffer): Promise<ProduceAnswer>;
}

/** Reads the bytes of an answer, one field after the other. */
export interface WireDecoder {
  readInt16(): number;
  readInt32(): number;
  readInt64(): bigint;
  readString(): string | null;
  /** `null`: the length that stands before them says that there are none. */
  readBytes(): Buffer | null;
  readArray<T>(read: (decoder: WireDecoder) => T): T[];
  readArrayAsync<T>(read: (decoder: WireDecoder) => Promise<T>): Promise<T[]>;
}

interface FetchResponse {
  decode: (raw: Buffer) => Promise<unknown>;
}

/* eslint-disable no-restricted-syntax -- these modules of kafkajs have no types; the spec beside this file checks their shape */
const requestQueue = load('kafkajs/src/network/requestQueue') as { readonly prototype: RequestQueuePrototype };
const connection = load('kafkajs/src/network/connection') as { readonly prototype: ConnectionPrototype };
export const Batch = load('kafkajs/src/consumer/batch') as BatchConstructor;
export const crc32c = load('kafkajs/src/protocol/recordBatch/crc32C') as (bytes: Buffer) => number;
export const Decoder = load('kafkajs/src/protocol/decoder') as new (bytes: Buffer) => WireDecoder;
export const decodeRecordBatch = load('kafkajs/src/protocol/recordBatch/v0/decoder') as (
  decoder: WireDecoder,
) => Promise<{ readonly records: readonly object[] }>;
/** What was written before Kafka 0.11. */
export const decodeOlderMessages = load('kafkajs/src/protocol/messageSet/decoder') as (
  decoder: WireDecoder,
  size: number,
) => Promise<readonly object[]>;
/** Of version 11, which every broker since Kafka 2.3 answers with, and the newest that kafkajs asks for. */
export const fetchResponse = load('kafkajs/src/protocol/requests/fetch/v11/response') as FetchResponse;
const produceResponse = load('kafkajs/src/protocol/requests/produce/v7/response') as ProduceResponse;
const errors = load('kafkajs/src/protocol/error') as {
  createErrorFromCode(code: number): kafkajs.KafkaJSProtocolError;
};
const innerOf = (broker: Broker): InnerBroker => broker as unknown as InnerBroker;
/* eslint-enable no-restricted-syntax */

/** Named types, messages and whether trying again helps, for the numbers that brokers answer. */
export const errorOf = (code: number): kafkajs.KafkaJSProtocolError => errors.createErrorFromCode(code);

/** kafkajs keeps its cluster to itself; a consumer that never runs lends us one of its own. */
export function borrowCluster(kafka: Kafka): Cluster {
  let cluster: Cluster | undefined;
  kafka.consumer({
    groupId: 'never-joined',
    allowAutoTopicCreation: false,
    partitionAssigners: [
      (config) => {
        cluster = config.cluster;
        return kafkajs.PartitionAssigners.roundRobin(config);
      },
    ],
  });
  if (cluster === undefined) throw new Error('kafkajs has not created a cluster.');
  return cluster;
}

interface InnerCluster {
  readonly targetTopics: Set<string>;
}

/**
 * kafkajs asks the brokers about every topic that a cluster was ever asked about, together: by one that somebody has removed, or has
 * forbidden since, all requests about the others would fail. What is asked about next is added again.
 */
export function forgetTopics(cluster: Cluster): void {
  // eslint-disable-next-line no-restricted-syntax -- a field without a type; the spec beside this file checks its shape
  (cluster as unknown as InnerCluster).targetTopics.clear();
}

export async function newIdentity(broker: Broker): Promise<ProducerIdentity> {
  const { producerId, producerEpoch } = await innerOf(broker).initProducerId({ transactionTimeout: 60_000 });
  return { producerId, producerEpoch };
}

/** kafkajs says no more than that it found no coordinator; the brokers, asked again, say why. */
export async function whyNoCoordinator(error: unknown, cluster: Cluster, group: string): Promise<unknown> {
  if (!(error instanceof kafkajs.KafkaJSGroupCoordinatorNotFound)) return error;
  try {
    await cluster.refreshMetadataIfNecessary();
    const broker = await cluster.findControllerBroker();
    await innerOf(broker).findGroupCoordinator({ groupId: group, coordinatorType: 0 });
    return error;
  } catch (reason) {
    return reason;
  }
}

/** Has every broker of the cluster asked for records in another way. */
export function changeFetches(cluster: Cluster, change: (fetch: Fetch) => Fetch): void {
  const changed = new WeakSet<Broker>();
  const find = cluster.findBroker.bind(cluster);
  cluster.findBroker = async (node) => {
    const broker = await find(node);
    if (!changed.has(broker)) {
      changed.add(broker);
      const inner = innerOf(broker);
      inner.fetch = change(inner.fetch.bind(inner));
    }
    return broker;
  };
}

const produceKey = 0;
/** Since Kafka 2.1, and the newest that kafkajs reads answers of. */
const produceVersion = 7;

/**
 * Sends a produce request that we encoded, and answers for every partition of it: kafkajs itself would throw the first error
 * and forget which partitions were written.
 */
export async function produce(broker: Broker, body: Buffer): Promise<ProduceAnswer['topics']> {
  let answer: ProduceAnswer | undefined;
  await innerOf(broker).connectionPool.send({
    request: {
      apiKey: produceKey,
      apiVersion: produceVersion,
      apiName: 'Produce',
      encode: () => Promise.resolve({ buf: body, buffer: body }),
    },
    response: {
      decode: async (raw: Buffer) => (answer = await produceResponse.decode(raw)),
      parse: (decoded: unknown) => decoded,
    },
  });
  if (answer === undefined) throw new Error('kafkajs has not decoded the answer to a produce request.');
  return answer.topics;
}

let idleTimerIsOff = false;

/**
 * After every answer kafkajs arms a timer for waiting requests even where none waits; its delay is then negative, which
 * Node 24 turns into 1 ms, for ever. A request that has to wait arms the timer itself, so nothing is missed.
 */
export function turnOffIdleTimer(): void {
  if (idleTimerIsOff) return;
  idleTimerIsOff = true;
  const { prototype } = requestQueue;
  const schedule = prototype.scheduleCheckPendingRequests;
  prototype.scheduleCheckPendingRequests = function scheduleIfAnyWaits(this: RequestQueue): void {
    if (this.pending.length > 0) schedule.call(this);
  };
}

let silenceIsEnded = false;

/**
 * A request that timed out leaves the connection as it is, and the next one is sent over the same silent line, until kafkajs
 * gives up minutes later. Ended, the line is replaced by the next request.
 */
export function endSilentConnections(): void {
  if (silenceIsEnded) return;
  silenceIsEnded = true;
  const { prototype } = connection;
  const { send } = prototype;
  prototype.send = async function sendOrEnd(this: { readonly socket?: Socket }, options: object): Promise<unknown> {
    try {
      return await send.call(this, options);
    } catch (error) {
      if (error instanceof kafkajs.KafkaJSRequestTimeoutError) this.socket?.destroy(error);
      throw error;
    }
  };
}

/** As if the broker had said so: kafkajs joins its group anew. */
export const joinAgain = (): Error =>
  Object.assign(new kafkajs.KafkaJSError('The last join has failed.'), { type: 'REBALANCE_IN_PROGRESS' });

/** kafkajs hands its batches out with fewer fields in their type than they have. */
export function fetchedOffsetOf(batch: object): number {
  if (!('fetchedOffset' in batch)) throw new Error('This kafkajs does not say which offset it fetched.');
  return Number(batch.fetchedOffset);
}
