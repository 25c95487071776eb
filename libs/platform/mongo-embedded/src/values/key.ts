/** Order-preserving bytes of values: `Buffer.compare` of two keys is `compare` of the values; no key is a prefix of another. */
import { Binary, BSONRegExp, BSONSymbol, Code, type Decimal128, Double, ObjectId, Timestamp } from 'bson';
import { exact, rank } from './compare.ts';
import { subtractDecimals, toDecimal128 } from './decimal.ts';
import { Doc, isNumeric, type Numeric, toNumber, type Value } from './value.ts';

let scratch = Buffer.allocUnsafeSlow(1 << 12);
let at = 0;

/** Greater than any byte that starts a component: appended, it ends the range of a prefix. */
export const afterPrefix = Buffer.from([0xff]);

/** The key of one or more values; `descending[i]` inverts a component. */
export function encodeKey(values: readonly (Value | undefined)[], descending: readonly boolean[] = []): Buffer {
  at = 0;
  for (let i = 0; i < values.length; i++) {
    const start = at;
    write(values[i]);
    if (descending[i] === true) for (let j = start; j < at; j++) scratch[j] = ~(scratch[j] ?? 0) & 0xff;
  }
  return Buffer.from(scratch.subarray(0, at));
}

/** A string that is equal exactly for values that compare as equal. */
export function identity(value: Value | undefined): string {
  if (typeof value === 'string') return `"${value}`;
  return encodeKey([value]).toString('latin1');
}

function reserve(bytes: number): void {
  if (at + bytes <= scratch.length) return;
  const grown = Buffer.allocUnsafeSlow(Math.max(scratch.length * 2, at + bytes));
  scratch.copy(grown, 0, 0, at);
  scratch = grown;
}

function write(value: Value | undefined): void {
  reserve(1);
  scratch[at++] = rank(value);
  writePayload(value);
}

function writePayload(value: Value | undefined): void {
  if (typeof value === 'string') writeText(value);
  else if (isNumeric(value)) writeNumber(value);
  else if (value instanceof ObjectId) writeBytes(value.id);
  else if (value instanceof Date) writeInt64(BigInt(value.getTime()));
  else if (typeof value === 'boolean') writeByte(value ? 1 : 0);
  else if (value instanceof Doc) writeDoc(value);
  else if (Array.isArray(value)) {
    for (const element of value) write(element);
    writeByte(0);
  } else writeRare(value);
}

function writeRare(value: Value | undefined): void {
  if (value instanceof Binary) {
    reserve(5);
    at = scratch.writeUInt32BE(value.position, at);
    scratch[at++] = value.sub_type;
    writeBytes(value.buffer.subarray(0, value.position));
  } else if (value instanceof Timestamp) {
    reserve(8);
    at = scratch.writeBigUInt64BE(BigInt.asUintN(64, value.toBigInt()), at);
  } else if (value instanceof BSONRegExp) {
    writeText(value.pattern);
    writeText(value.options);
  } else if (value instanceof BSONSymbol) writeText(value.value);
  else if (value instanceof Code) writeText(value.code);
}

function writeByte(byte: number): void {
  reserve(1);
  scratch[at++] = byte;
}

function writeBytes(bytes: Uint8Array): void {
  reserve(bytes.length);
  scratch.set(bytes, at);
  at += bytes.length;
}

/** UTF-8 with 00 escaped as 00 FF, ended by 00 00. */
function writeText(text: string): void {
  reserve(text.length * 3 + 2);
  if (text.includes('\0')) {
    for (const byte of Buffer.from(text)) {
      writeByte(byte);
      if (byte === 0) writeByte(0xff);
    }
    reserve(2);
  } else at += scratch.write(text, at);
  scratch[at++] = 0;
  scratch[at++] = 0;
}

function writeInt64(value: bigint): void {
  reserve(8);
  at = scratch.writeBigUInt64BE(BigInt.asUintN(64, value) ^ 0x8000000000000000n, at);
}

function writeDoc(value: Doc): void {
  for (const name of Object.keys(value)) {
    const field = value[name];
    writeByte(rank(field));
    writeText(name);
    writePayload(field);
  }
  writeByte(0);
}

/** The nearest double in order-preserving form, then the sign and the number of what the double could not hold. */
function writeNumber(value: Numeric): void {
  const nearest = toNumber(value);
  reserve(9);
  writeDouble(nearest);
  const rest = typeof value === 'number' || value instanceof Double ? undefined : remainder(value, nearest);
  if (rest === undefined) {
    scratch[at++] = 0x80;
    return;
  }
  scratch[at++] = toNumber(rest) < 0 ? 0x7f : 0x81;
  writeNumber(rest);
}

function remainder(value: bigint | Decimal128, nearest: number): Decimal128 | undefined {
  const left = exact(value);
  const right = exact(nearest);
  if (!left || !right) return undefined;
  const rest = subtractDecimals(left, right);
  const rounded = rest.coefficient === 0n ? undefined : toDecimal128(rest);
  return rounded && toNumber(rounded) !== 0 ? rounded : undefined; // below the smallest double there is no order to keep
}

function writeDouble(value: number): void {
  if (Number.isNaN(value)) {
    scratch.fill(0, at, at + 8);
    at += 8;
    return;
  }
  scratch.writeDoubleBE(value === 0 ? 0 : value, at);
  if (value < 0) for (let i = at; i < at + 8; i++) scratch[i] = ~(scratch[i] ?? 0) & 0xff;
  else scratch[at] = (scratch[at] ?? 0) ^ 0x80;
  at += 8;
}
