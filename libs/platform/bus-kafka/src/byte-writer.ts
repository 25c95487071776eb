/** Writes Kafka's wire types into one growing piece of memory. */
export class ByteWriter {
  #bytes: Buffer;
  #end = 0;

  constructor(expected: number) {
    this.#bytes = Buffer.allocUnsafe(expected);
  }

  get position(): number {
    return this.#end;
  }

  /** What was written from `from` on; shares the memory. */
  from(from: number): Buffer {
    return this.#bytes.subarray(from, this.#end);
  }

  /** Leaves room for what is known only later, and answers where. */
  skip(length: number): number {
    this.#reserve(length);
    this.#end += length;
    return this.#end - length;
  }

  int8(value: number): void {
    this.#reserve(1);
    this.#end = this.#bytes.writeInt8(value, this.#end);
  }

  int16(value: number): void {
    this.#reserve(2);
    this.#end = this.#bytes.writeInt16BE(value, this.#end);
  }

  int32(value: number): void {
    this.#reserve(4);
    this.#end = this.#bytes.writeInt32BE(value, this.#end);
  }

  int64(value: bigint): void {
    this.#reserve(8);
    this.#end = this.#bytes.writeBigInt64BE(value, this.#end);
  }

  int32At(position: number, value: number): void {
    this.#bytes.writeInt32BE(value, position);
  }

  uint32At(position: number, value: number): void {
    this.#bytes.writeUInt32BE(value, position);
  }

  int64At(position: number, value: number): void {
    this.#bytes.writeBigInt64BE(BigInt(value), position);
  }

  /** Zigzag, for integers of up to 52 bits: bit operations end at 32. */
  varint(value: number): void {
    this.#reserve(10);
    let rest = value >= 0 ? value * 2 : value * -2 - 1;
    while (rest > 127) {
      this.#bytes[this.#end++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[this.#end++] = rest;
  }

  string(value: string): void {
    const length = Buffer.byteLength(value);
    this.int16(length);
    this.#utf8(value, length);
  }

  varintString(value: string): void {
    if (this.#shortAscii(value)) return;
    const length = Buffer.byteLength(value);
    this.varint(length);
    this.#utf8(value, length);
  }

  varintBytes(value: Uint8Array | null): void {
    if (value === null) {
      this.varint(-1);
      return;
    }
    this.varint(value.byteLength);
    this.#reserve(value.byteLength);
    this.#bytes.set(value, this.#end);
    this.#end += value.byteLength;
  }

  /** Puts before the bytes from `from` on how many they are. `from` is where `skip(2)` left room for it, which is mostly enough. */
  lengthBefore(from: number): void {
    const start = from + 2;
    const length = this.#end - start;
    const room = varintLength(length);
    this.#reserve(room);
    if (room !== 2) this.#bytes.copyWithin(from + room, start, this.#end);
    this.#end = from;
    this.varint(length);
    this.#end = from + room + length;
  }

  /** Most headers are short and plain: two calls into native code less for each. */
  #shortAscii(value: string): boolean {
    const { length } = value;
    if (length > 63) return false;
    this.#reserve(length + 1);
    const start = this.#end + 1;
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i);
      if (code > 127) return false;
      this.#bytes[start + i] = code;
    }
    this.#bytes[this.#end] = length * 2;
    this.#end = start + length;
    return true;
  }

  #utf8(value: string, length: number): void {
    this.#reserve(length);
    this.#bytes.write(value, this.#end, length, 'utf8');
    this.#end += length;
  }

  #reserve(length: number): void {
    const needed = this.#end + length;
    if (needed <= this.#bytes.byteLength) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.#bytes.byteLength));
    this.#bytes.copy(larger, 0, 0, this.#end);
    this.#bytes = larger;
  }
}

function varintLength(value: number): number {
  let length = 1;
  for (let rest = value * 2; rest > 127; rest = Math.floor(rest / 128)) length += 1;
  return length;
}
