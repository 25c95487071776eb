/**
 * Reads answers to fetches as kafkajs does, but for one thing: a batch that inflates beyond the bound becomes one record, at its last offset, which says so. To
 * kafkajs the whole answer has failed, and fails whenever it is fetched again: nobody would ever come to what stands behind that batch.
 */
import { usualMessageBytes } from '@tributary/bus';
import { maxInflatedBytes } from './bounded-codecs.ts';
import {
  decodeOlderMessages,
  decodeRecordBatch,
  Decoder,
  fetchResponse,
  type WireDecoder,
} from './kafkajs-internals.ts';

/** Where the fields of a batch stand, and where its records begin. */
const at = {
  ...{ baseOffset: 0, length: 8, format: 16, attributes: 21, lastDelta: 23, latest: 35, producer: 43, count: 57 },
  records: 61,
};
/** Since Kafka 0.11. */
const formatOfBatches = 2;
const transactional = 0x10;

export function readFetchesBatchByBatch(): void {
  fetchResponse.decode = decodeFetch;
}

/** Why nobody could read what stands at the place of this message. */
export const unreadableIn = (message: object): string | undefined =>
  'unreadable' in message && typeof message.unreadable === 'string' ? message.unreadable : undefined;

/** A batch that inflates beyond the bound does so every time. */
export function isTooLarge(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const code: unknown = Reflect.get(error, 'code');
  const cause: unknown = Reflect.get(error, 'cause');
  return code === 'ERR_BUFFER_TOO_LARGE' || isTooLarge(cause);
}

async function decodeFetch(raw: Buffer) {
  const decoder = new Decoder(raw);
  const clientSideThrottleTime = decoder.readInt32();
  const errorCode = decoder.readInt16();
  const sessionId = decoder.readInt32();
  const responses = await decoder.readArrayAsync(async (topic) => ({
    topicName: topic.readString(),
    partitions: await topic.readArrayAsync(decodePartition),
  }));
  return { throttleTime: 0, clientSideThrottleTime, errorCode, sessionId, responses };
}

const decodePartition = async (decoder: WireDecoder) => ({
  partition: decoder.readInt32(),
  errorCode: decoder.readInt16(),
  highWatermark: decoder.readInt64().toString(),
  lastStableOffset: decoder.readInt64().toString(),
  lastStartOffset: decoder.readInt64().toString(),
  abortedTransactions: decoder.readArray((aborted) => ({
    producerId: aborted.readInt64().toString(),
    firstOffset: aborted.readInt64().toString(),
  })),
  preferredReadReplica: decoder.readInt32(),
  messages: await recordsIn(decoder.readBytes() ?? Buffer.alloc(0)),
});

async function recordsIn(bytes: Buffer): Promise<readonly object[]> {
  if (bytes.length >= at.records && bytes[at.format] !== formatOfBatches) {
    return decodeOlderMessages(new Decoder(bytes), bytes.length);
  }
  const records: object[] = [];
  for (let from = 0; from + at.records <= bytes.length;) {
    const end = from + at.length + 4 + bytes.readInt32BE(from + at.length);
    // The broker fills an answer up to its bound: the last batch may be cut off.
    if (end > bytes.length) break;
    for (const record of await recordsOf(bytes.subarray(from, end))) records.push(record);
    from = end;
  }
  return records;
}

async function recordsOf(batch: Buffer): Promise<readonly object[]> {
  try {
    return (await decodeRecordBatch(new Decoder(batch))).records;
  } catch (error) {
    if (!isTooLarge(error)) throw error;
    return [unreadableRecord(batch)];
  }
}

/** With the packed bytes, as they stand on the log; of more than one of our topics takes, the head alone. */
function unreadableRecord(batch: Buffer) {
  const first = batch.readBigInt64BE(at.baseOffset);
  const last = first + BigInt(batch.readInt32BE(at.lastDelta));
  const isKept = batch.length <= usualMessageBytes;
  return {
    offset: last.toString(),
    timestamp: batch.readBigInt64BE(at.latest).toString(),
    key: null,
    value: isKept ? batch : batch.subarray(0, at.records),
    headers: {},
    isControlRecord: false,
    batchContext: {
      producerId: batch.readBigInt64BE(at.producer).toString(),
      inTransaction: (batch.readInt16BE(at.attributes) & transactional) !== 0,
    },
    unreadable:
      `The batch of ${batch.readInt32BE(at.count)} messages from offset ${first} to ${last} inflates beyond ${maxInflatedBytes} bytes; ` +
      (isKept ? 'what is kept are its packed bytes.' : `its ${batch.length} packed bytes stand on the topic alone.`),
  };
}
