/** Finds fields at the top of encoded documents: what nobody asks for is neither read nor written anew. */
import { asBuffer, decodeValue } from './decode.ts';
import { Doc } from './value.ts';

interface Name {
  readonly text: string;
  readonly bytes: Buffer;
}

const known = new Map<string, Name>();
const mostKnown = 10_000; // names come from programs, not from data: the bound is against abuse

function nameOf(text: string): Name {
  let name = known.get(text);
  if (!name) {
    name = { text, bytes: Buffer.from(text) };
    if (known.size >= mostKnown) known.clear();
    known.set(text, name);
  }
  return name;
}

/** So many are compared one by one, which is faster than to make a text of what is compared. */
const few = 16;

export class FieldNames {
  readonly #texts: ReadonlySet<string>;
  readonly #names: readonly Name[];

  constructor(names: Iterable<string>) {
    this.#texts = new Set(names);
    this.#names = this.#texts.size > few ? [] : [...this.#texts].map(nameOf);
  }

  has(name: string): boolean {
    return this.#texts.has(name);
  }

  /** The one that these bytes spell. */
  at(bytes: Buffer, from: number, to: number): string | undefined {
    if (this.#texts.size > few) {
      const text = bytes.toString('utf8', from, to);
      return this.#texts.has(text) ? text : undefined;
    }
    for (const { text, bytes: name } of this.#names) {
      if (name.length !== to - from) continue;
      let same = 0;
      while (same < name.length && name[same] === bytes[from + same]) same++;
      if (same === name.length) return text;
    }
    return undefined;
  }
}

/** Stands before a document's first field, then on one after the other. */
export class FieldCursor {
  /** Undefined where it is none of those that are looked for. */
  name: string | undefined;
  /** The BSON type of its value. */
  type = 0;
  /** Where the field begins, where its value begins, and where both end. */
  from = 0;
  value = 0;
  to = 4;
  readonly #bytes: Buffer;
  readonly #names: FieldNames;

  constructor(bytes: Buffer, names: FieldNames) {
    this.#bytes = bytes;
    this.#names = names;
  }

  /** False when there is none left. */
  next(): boolean {
    const bytes = this.#bytes;
    this.from = this.to;
    this.type = bytes[this.from] ?? 0;
    if (this.type === 0) return false;
    const end = endOfText(bytes, this.from + 1);
    this.name = this.#names.at(bytes, this.from + 1, end);
    this.value = end + 1;
    this.to = this.value + sizeOf(bytes, this.type, this.value);
    return true;
  }
}

/** A document of those fields alone. */
export function decodeOnly(encoded: Uint8Array, names: FieldNames): Doc {
  const bytes = asBuffer(encoded);
  const made = new Doc();
  const field = new FieldCursor(bytes, names);
  while (field.next()) if (field.name !== undefined) made[field.name] = decodeValue(bytes, field.type, field.value);
  return made;
}

function endOfText(bytes: Buffer, from: number): number {
  let at = from;
  while (bytes[at] !== 0) at++;
  return at;
}

function sizeOf(bytes: Buffer, type: number, at: number): number {
  switch (type) {
    case 0x01:
    case 0x09:
    case 0x11:
    case 0x12:
      return 8;
    case 0x02:
    case 0x0d:
    case 0x0e:
      return 4 + bytes.readInt32LE(at);
    case 0x03:
    case 0x04:
      return bytes.readInt32LE(at);
    case 0x05:
      return 5 + bytes.readInt32LE(at);
    case 0x07:
      return 12;
    case 0x08:
      return 1;
    case 0x0b:
      return endOfText(bytes, endOfText(bytes, at) + 1) + 1 - at;
    case 0x10:
      return 4;
    case 0x13:
      return 16;
    case 0x06:
    case 0x0a:
    case 0x7f:
    case 0xff:
      return 0;
    default:
      throw new RangeError(`BSON type 0x${type.toString(16)} is not supported`);
  }
}
