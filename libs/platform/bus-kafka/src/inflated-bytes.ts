/** Bytes that are inflated piece by piece and may repeat what came before: within a bound, and never from before their beginning. */

export class InflatedBytes {
  readonly #most: number;
  #bytes: Buffer;
  #length = 0;

  constructor(most: number, expected: number) {
    this.#most = most;
    this.#bytes = Buffer.allocUnsafe(Math.min(most, Math.max(expected, 64)));
  }

  get length(): number {
    return this.#length;
  }

  /** What has come so far; the memory is shared. */
  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  append(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** `length` bytes as they stand `distance` before the end; of those that are only being written, too. */
  repeat(distance: number, length: number): void {
    if (distance < 1 || distance > this.#length) throw new Error('Compressed bytes repeat what was not there.');
    this.#reserve(length);
    const bytes = this.#bytes;
    const [from, to] = [this.#length - distance, this.#length];
    if (distance >= length) bytes.copyWithin(to, from, from + length);
    else for (let at = 0; at < length; at += 1) bytes[to + at] = bytes[from + at] ?? 0;
    this.#length += length;
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed > this.#most) throw tooLarge(this.#most);
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.min(this.#most, Math.max(needed, 2 * this.#bytes.length)));
    larger.set(this.bytes);
    this.#bytes = larger;
  }
}

/** As zlib says it, so that whoever meets it knows it. */
const tooLarge = (most: number): Error =>
  Object.assign(new RangeError(`A batch inflates beyond ${most} bytes.`), { code: 'ERR_BUFFER_TOO_LARGE' });

/** The bytes in [from, to); an error where there are not so many. */
export function slice(bytes: Buffer, from: number, to: number): Buffer {
  if (to > bytes.length || from > to) throw new Error('Compressed bytes end too early.');
  return bytes.subarray(from, to);
}
