/**
 * The bytes of a batch: records of one partition that were appended together, in one row with a checksum.
 * A row per batch instead of per record makes appends and reads several times cheaper, as Kafka's batches do.
 */
import { BusError, type OutgoingRecord, type StoredRecord, type TopicPartition } from '@tributary/bus';
import { crc32 } from 'node:zlib';

/** Per record: offset within the batch, timestamp, and the lengths of key (-1: none), headers and value (-1: none). */
const fixedBytes = 4 + 8 + 4 + 4 + 4;

/** A record with its place in the batch; compaction leaves gaps between the places. */
export interface Placed {
  readonly record: OutgoingRecord;
  readonly delta: number;
}

export interface EncodedBatch {
  readonly bytes: Buffer;
  readonly checksum: number;
}

export function encodeBatch(records: readonly Placed[]): EncodedBatch {
  const headers = records.map(({ record }) => Buffer.from(JSON.stringify(record.headers)));
  let size = 0;
  records.forEach(({ record }, i) => {
    size += fixedBytes + (record.key?.length ?? 0) + (headers[i]?.length ?? 0) + (record.value?.length ?? 0);
  });
  const bytes = Buffer.allocUnsafe(size);
  let at = 0;
  records.forEach(({ record, delta }, i) => {
    const header = headers[i] ?? Buffer.alloc(0);
    at = bytes.writeUInt32LE(delta, at);
    at = bytes.writeDoubleLE(record.timestamp, at);
    at = bytes.writeInt32LE(record.key?.length ?? -1, at);
    at = bytes.writeInt32LE(header.length, at);
    at = bytes.writeInt32LE(record.value?.length ?? -1, at);
    for (const part of [record.key, header, record.value]) {
      if (part === null) continue;
      bytes.set(part, at);
      at += part.length;
    }
  });
  return { bytes, checksum: crc32(bytes) };
}

export interface BatchRow extends EncodedBatch {
  readonly base: number;
  readonly count: number;
}

/** The records of a row from offset `from` on; throws `BUS_CORRUPTED` where the bytes are not those that were written. */
export function decodeBatch(place: TopicPartition, row: BatchRow, from: number): StoredRecord[] {
  const { bytes, base } = row;
  if (crc32(bytes) !== row.checksum) throw corrupted(place, base, 'its checksum does not match');
  const records: StoredRecord[] = [];
  let at = 0;
  for (let i = 0; i < row.count; i++) {
    if (at + fixedBytes > bytes.length) throw corrupted(place, base, 'it ends early');
    const offset = base + bytes.readUInt32LE(at);
    const keyLength = bytes.readInt32LE(at + 12);
    const headersLength = bytes.readInt32LE(at + 16);
    const valueLength = bytes.readInt32LE(at + 20);
    const keyAt = at + fixedBytes;
    const headersAt = keyAt + Math.max(keyLength, 0);
    const valueAt = headersAt + headersLength;
    const end = valueAt + Math.max(valueLength, 0);
    if (offset >= from) {
      records.push({
        topic: place.topic,
        partition: place.partition,
        offset,
        timestamp: bytes.readDoubleLE(at + 4),
        key: keyLength < 0 ? null : bytes.subarray(keyAt, headersAt),
        headers: headersOf(bytes.toString('latin1', headersAt, valueAt)),
        value: valueLength < 0 ? null : bytes.subarray(valueAt, end),
      });
    }
    at = end;
  }
  if (at !== bytes.length) throw corrupted(place, base, 'its length does not match');
  return records;
}

/** Header text is JSON in UTF-8; where it is plain ASCII, which is the rule, the cheaper decoding is the same. */
function headersOf(latin1: string): Readonly<Record<string, string>> {
  const json = ascii.test(latin1) ? latin1 : Buffer.from(latin1, 'latin1').toString('utf8');
  // eslint-disable-next-line no-restricted-syntax -- written by encodeBatch and covered by the checksum
  return JSON.parse(json) as Record<string, string>;
}

// eslint-disable-next-line no-control-regex -- the whole of ASCII is meant
const ascii = /^[\x00-\x7f]*$/;

function corrupted(place: TopicPartition, base: number, why: string): BusError {
  return new BusError('BUS_CORRUPTED', `batch at offset ${base} of ${place.topic}/${place.partition}: ${why}`);
}
