/** Writes the engine's values as BSON. One growing scratch buffer; the answer is a copy of the part that was written. */
import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  Decimal128,
  Double,
  type MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson';
import { asBuffer } from './decode.ts';
import { FieldCursor, type FieldNames } from './fields.ts';
import { Doc, isInt32, Raw, type Value } from './value.ts';

let scratch = Buffer.allocUnsafeSlow(1 << 16);
let at = 0;

export function encode(value: Doc): Buffer {
  at = 0;
  writeDoc(value);
  return written();
}

/** The encoded document with these fields as they are in `changed`, and without those that it does not have; new ones come last. */
export function encodeChanged(encoded: Uint8Array, names: FieldNames, changed: Doc): Buffer {
  const bytes = asBuffer(encoded);
  at = 4;
  const kept = new Set<string>();
  const field = new FieldCursor(bytes, names);
  let from = field.to;
  while (field.next()) {
    if (field.name === undefined) continue;
    copyFrom(bytes, from, field.from);
    from = field.to;
    const value = changed[field.name];
    if (value !== undefined) writeElement(field.name, value);
    kept.add(field.name);
  }
  copyFrom(bytes, from, field.from);
  for (const name in changed) {
    const value = changed[name];
    if (value !== undefined && !kept.has(name) && names.has(name)) writeElement(name, value);
  }
  finish(0);
  return written();
}

function copyFrom(bytes: Buffer, from: number, to: number): void {
  if (from === to) return;
  reserve(to - from);
  bytes.copy(scratch, at, from, to);
  at += to - from;
}

/** The encoded form after `head` bytes that the caller fills in: a wire message needs no second copy. */
export function encodeAfter(head: number, value: Doc): Buffer {
  at = head;
  reserve(head);
  writeDoc(value);
  return written();
}

function written(): Buffer {
  const copy = Buffer.allocUnsafe(at);
  scratch.copy(copy, 0, 0, at);
  return copy;
}

function reserve(bytes: number): void {
  if (at + bytes <= scratch.length) return;
  const grown = Buffer.allocUnsafeSlow(Math.max(scratch.length * 2, at + bytes));
  scratch.copy(grown, 0, 0, at);
  scratch = grown;
}

function writeDoc(value: Doc): void {
  const start = at;
  reserve(5);
  at += 4;
  for (const name in value) {
    const field = value[name];
    if (field !== undefined) writeElement(name, field);
  }
  finish(start);
}

function writeArray(values: readonly Value[]): void {
  const start = at;
  reserve(5);
  at += 4;
  for (let i = 0; i < values.length; i++) writeElement(String(i), values[i] ?? null);
  finish(start);
}

function finish(start: number): void {
  reserve(1);
  scratch[at++] = 0;
  scratch.writeInt32LE(at - start, start);
}

function writeElement(name: string, value: Value): void {
  reserve(name.length * 3 + 16);
  const typeAt = at++;
  writeText(name);
  scratch[at++] = 0;
  const type = writeValue(value); // may move the scratch buffer, so the place is looked up afterwards
  scratch[typeAt] = type;
}

/** Room must have been reserved: three bytes for each UTF-16 unit. */
function writeText(text: string): void {
  const { length } = text;
  if (length > 24) {
    at += scratch.write(text, at);
    return;
  }
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code > 127) {
      at += scratch.write(text.slice(i), at);
      return;
    }
    scratch[at++] = code;
  }
}

function writeString(text: string): void {
  reserve(text.length * 3 + 5);
  const start = at;
  at += 4;
  writeText(text);
  scratch[at++] = 0;
  scratch.writeInt32LE(at - start - 4, start);
}

function writeBytes(bytes: Uint8Array): void {
  reserve(bytes.length);
  scratch.set(bytes, at);
  at += bytes.length;
}

function writeDouble(value: number): number {
  at = scratch.writeDoubleLE(value, at);
  return 0x01;
}

function writeInt64(value: bigint): number {
  at = scratch.writeBigInt64LE(BigInt.asIntN(64, value), at);
  return 0x12;
}

/** Writes the value and returns its BSON type. */
function writeValue(value: Value): number {
  if (typeof value === 'string') {
    writeString(value);
    return 0x02;
  }
  if (typeof value === 'number') {
    if (!isInt32(value)) return writeDouble(value);
    at = scratch.writeInt32LE(value, at);
    return 0x10;
  }
  if (value === null) return 0x0a;
  if (typeof value === 'boolean') {
    scratch[at++] = value ? 1 : 0;
    return 0x08;
  }
  if (typeof value === 'bigint') return writeInt64(value);
  if (value instanceof Doc) {
    writeDoc(value);
    return 0x03;
  }
  if (Array.isArray(value)) {
    writeArray(value);
    return 0x04;
  }
  if (value instanceof Raw) {
    writeBytes(value.encoded);
    return 0x03;
  }
  return writeObject(value);
}

function writeObject(value: Exclude<Value, null | boolean | number | bigint | string | Doc | Raw | Value[]>): number {
  if (value instanceof ObjectId) {
    writeBytes(value.id);
    return 0x07;
  }
  if (value instanceof Date) {
    writeInt64(BigInt(value.getTime()));
    return 0x09;
  }
  if (value instanceof Double) return writeDouble(value.value);
  if (value instanceof Binary) {
    const bytes = value.buffer.subarray(0, value.position);
    at = scratch.writeInt32LE(bytes.length, at);
    scratch[at++] = value.sub_type;
    writeBytes(bytes);
    return 0x05;
  }
  if (value instanceof Decimal128) {
    writeBytes(value.bytes);
    return 0x13;
  }
  return writeRare(value);
}

function writeRare(value: BSONRegExp | Timestamp | MinKey | MaxKey | Code | BSONSymbol): number {
  if (value instanceof Timestamp) {
    writeInt64(value.toBigInt());
    return 0x11;
  }
  if (value instanceof BSONRegExp) {
    for (const part of [value.pattern, value.options]) {
      reserve(part.length * 3 + 1);
      writeText(part);
      scratch[at++] = 0;
    }
    return 0x0b;
  }
  if (value instanceof Code) {
    writeString(value.code);
    return 0x0d;
  }
  if (value instanceof BSONSymbol) {
    writeString(value.value);
    return 0x0e;
  }
  return value instanceof MinKey ? 0xff : 0x7f;
}
