/** Reads BSON into the engine's values. Not re-entrant: it keeps its place in module variables, which is what makes it fast. */
import { Binary, BSONRegExp, BSONSymbol, Code, Decimal128, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import { Doc, double, type Value } from './value.ts';

let buffer: Buffer = Buffer.alloc(0);
let at = 0;

/** The document that starts at `start`. */
export function decode(bytes: Uint8Array, start = 0): Doc {
  buffer = asBuffer(bytes);
  at = start;
  return readDoc();
}

/** One value of the given BSON type, at `start`. */
export function decodeValue(bytes: Uint8Array, type: number, start: number): Value {
  buffer = asBuffer(bytes);
  at = start;
  return readValue(type);
}

export const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function readDoc(): Doc {
  const made = new Doc();
  const end = at + buffer.readInt32LE(at);
  at += 4;
  while (at < end) {
    const type = buffer[at++] ?? 0;
    if (type === 0) break;
    const name = readName();
    made[name] = readValue(type);
  }
  return made;
}

function readArray(): Value[] {
  const made: Value[] = [];
  const end = at + buffer.readInt32LE(at);
  at += 4;
  while (at < end) {
    const type = buffer[at++] ?? 0;
    if (type === 0) break;
    while (buffer[at] !== 0) at++;
    at++;
    made.push(readValue(type));
  }
  return made;
}

function readName(): string {
  const start = at;
  let seen = 0;
  let byte: number;
  while ((byte = buffer[at] ?? 0) !== 0) {
    seen |= byte;
    at++;
  }
  const end = at++;
  return seen < 128 ? ascii(start, end) : buffer.toString('utf8', start, end);
}

// Below this length building a string in JavaScript is faster than the call into native code.
const shortString = 16;

function ascii(start: number, end: number): string {
  if (end - start > shortString) return buffer.toString('latin1', start, end);
  let text = '';
  for (let i = start; i < end; i++) text += String.fromCharCode(buffer[i] ?? 0);
  return text;
}

function readString(): string {
  const length = buffer.readInt32LE(at);
  const start = at + 4;
  const end = start + length - 1;
  at = end + 1;
  if (length <= shortString) {
    let seen = 0;
    for (let i = start; i < end; i++) seen |= buffer[i] ?? 0;
    if (seen < 128) return ascii(start, end);
  }
  return buffer.toString('utf8', start, end);
}

function readBytes(length: number): Buffer {
  const copy = Buffer.allocUnsafeSlow(length); // a copy: the message's buffer is not kept alive by one value
  buffer.copy(copy, 0, at, at + length);
  at += length;
  return copy;
}

function readLong(): bigint {
  const value = buffer.readBigInt64LE(at);
  at += 8;
  return value;
}

function readDouble(): Value {
  const value = buffer.readDoubleLE(at);
  at += 8;
  return double(value);
}

function readInt(): number {
  const value = buffer.readInt32LE(at);
  at += 4;
  return value;
}

function readDate(): Date {
  const low = buffer.readUInt32LE(at);
  const high = buffer.readInt32LE(at + 4);
  at += 8;
  return new Date(high * 4294967296 + low);
}

function readBinary(): Binary {
  const length = readInt();
  const subtype = buffer[at++] ?? 0;
  return new Binary(readBytes(length), subtype);
}

function readValue(type: number): Value {
  switch (type) {
    case 0x02:
      return readString();
    case 0x10:
      return readInt();
    case 0x01:
      return readDouble();
    case 0x03:
      return readDoc();
    case 0x04:
      return readArray();
    case 0x07:
      return new ObjectId(readBytes(12));
    case 0x08:
      return buffer[at++] === 1;
    case 0x09:
      return readDate();
    case 0x12:
      return readLong();
    case 0x06: // the deprecated undefined
    case 0x0a:
      return null;
    default:
      return readRare(type);
  }
}

function readRare(type: number): Value {
  switch (type) {
    case 0x05:
      return readBinary();
    case 0x0b:
      return new BSONRegExp(readName(), readName());
    case 0x0d:
      return new Code(readString());
    case 0x0e:
      return new BSONSymbol(readString());
    case 0x11:
      return new Timestamp(BigInt.asUintN(64, readLong()));
    case 0x13:
      return new Decimal128(readBytes(16));
    case 0x7f:
      return new MaxKey();
    case 0xff:
      return new MinKey();
    default:
      throw new RangeError(`BSON type 0x${type.toString(16)} is not supported`);
  }
}
