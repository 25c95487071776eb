/**
 * A produce request as bytes (version 7, record batches of version 2): one piece of memory a request. kafkajs makes an object
 * with half a kilobyte of its own for every header of every record.
 */
import { type OutgoingRecord } from '@tributary/bus';
import { ByteWriter } from './byte-writer.ts';
import { crc32c, type ProducerIdentity } from './kafkajs-internals.ts';

/** Records of one partition under the sequence number of their first; the brokers write it once, however often it is sent. */
export interface SequencedBatch {
  readonly topic: string;
  readonly partition: number;
  readonly sequence: number;
  readonly records: readonly OutgoingRecord[];
}

const allReplicas = -1;
const magic = 2;
/** From the base offset to the end of the length: not counted in it. */
const lengthCounted = 12;

export function produceRequest(
  batches: readonly SequencedBatch[],
  identity: ProducerIdentity,
  timeoutMs: number,
): Buffer {
  const writer = new ByteWriter(estimate(batches));
  writer.int16(-1); // no transaction
  writer.int16(allReplicas);
  writer.int32(timeoutMs);
  const topics = Map.groupBy(batches, ({ topic }) => topic);
  writer.int32(topics.size);
  for (const [topic, own] of topics) {
    writer.string(topic);
    writer.int32(own.length);
    for (const batch of own) {
      writer.int32(batch.partition);
      const size = writer.skip(4);
      writeBatch(writer, batch, identity);
      writer.int32At(size, writer.position - size - 4);
    }
  }
  return writer.from(0);
}

function writeBatch(writer: ByteWriter, { records, sequence }: SequencedBatch, identity: ProducerIdentity): void {
  const start = writer.position;
  const base = records[0]?.timestamp ?? 0;
  let latest = base;
  writer.int64(0n); // the broker gives the offset
  const length = writer.skip(4);
  writer.int32(-1); // the leader's epoch, as Java's producer leaves it
  writer.int8(magic);
  const crc = writer.skip(4);
  const checked = writer.position;
  writer.int16(0); // not compressed, the sender's timestamps
  writer.int32(records.length - 1);
  writer.int64(BigInt(base));
  const latestAt = writer.skip(8);
  writer.int64(BigInt(identity.producerId));
  writer.int16(identity.producerEpoch);
  writer.int32(sequence);
  writer.int32(records.length);
  for (const [index, record] of records.entries()) {
    writeRecord(writer, record, { offset: index, time: record.timestamp - base });
    if (record.timestamp > latest) latest = record.timestamp;
  }
  writer.int64At(latestAt, latest);
  writer.int32At(length, writer.position - start - lengthCounted);
  writer.uint32At(crc, crc32c(writer.from(checked)));
}

interface Deltas {
  readonly offset: number;
  readonly time: number;
}

function writeRecord(writer: ByteWriter, { key, value, headers }: OutgoingRecord, deltas: Deltas): void {
  const start = writer.skip(2);
  writer.int8(0); // no attributes
  writer.varint(deltas.time);
  writer.varint(deltas.offset);
  writer.varintBytes(key);
  writer.varintBytes(value);
  const names = Object.keys(headers);
  writer.varint(names.length);
  for (const name of names) {
    writer.varintString(name);
    writer.varintString(headers[name] ?? '');
  }
  writer.lengthBefore(start);
}

/** Headers of ours take some 300 bytes; a wrong guess costs a copy. */
function estimate(batches: readonly SequencedBatch[]): number {
  let bytes = 64;
  for (const { topic, records } of batches) {
    bytes += 100 + topic.length;
    for (const { key, value } of records) bytes += 400 + (key?.byteLength ?? 0) + (value?.byteLength ?? 0);
  }
  return bytes;
}
