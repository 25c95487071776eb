/** Which records have a key, for millions of keys: one flat table with open addressing and chains, as a Map of arrays is ten times that size. */

const fields = 3; // key, head of the chain, records in it
const start = 1 << 16;

export class MeetingPlaces {
  /** By slot: key (never 0), newest entry + 1, count. */
  #slots = new Int32Array(start * fields);
  #mask = start - 1;
  #used = 0;
  #entries = new Int32Array(start * 2); // record, next entry + 1
  #made = 0;

  /** Makes room for so many keys; slots stay where they are until it is asked again. */
  reserve(keys: number): void {
    while ((this.#used + keys) * 2 > this.#mask) this.#grow();
  }

  /** The slot of a key, made where there is none, in the room that was reserved. */
  slotOf(hash: number): number {
    const slot = this.#find(hash);
    if (this.#slots[slot] === 0) {
      this.#slots[slot] = keyOf(hash);
      this.#used += 1;
    }
    return slot;
  }

  /** Records that have the key. */
  countOf(hash: number): number {
    return this.countAt(this.#find(hash));
  }

  countAt(slot: number): number {
    return this.#slots[slot + 2] ?? 0;
  }

  /** Counts always; remembers the record only while there are at most `most`. */
  add(slot: number, record: number, most: number): void {
    const slots = this.#slots;
    const count = (slots[slot + 2] ?? 0) + 1;
    slots[slot + 2] = count;
    if (count > most) return;
    if (this.#made * 2 >= this.#entries.length) this.#entries = extended(this.#entries);
    this.#entries[this.#made * 2] = record;
    this.#entries[this.#made * 2 + 1] = slots[slot + 1] ?? 0;
    this.#made += 1;
    slots[slot + 1] = this.#made;
  }

  /** 0 where there is none; else to be given to `recordOf` and `next`. */
  newest(slot: number): number {
    return this.#slots[slot + 1] ?? 0;
  }

  recordOf(entry: number): number {
    return this.#entries[(entry - 1) * 2] ?? 0;
  }

  next(entry: number): number {
    return this.#entries[(entry - 1) * 2 + 1] ?? 0;
  }

  /** Where the key is, or the empty slot where it would be. */
  #find(hash: number): number {
    const [key, slots, mask] = [keyOf(hash), this.#slots, this.#mask];
    let place = Math.imul(key, 0x9e3779b1);
    for (;;) {
      const slot = (place & mask) * fields;
      const found = slots[slot];
      if (found === key || found === 0) return slot;
      place += 1;
    }
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(old.length * 2);
    this.#mask = this.#mask * 2 + 1;
    for (let slot = 0; slot < old.length; slot += fields) {
      const key = old[slot] ?? 0;
      if (key === 0) continue;
      let place = Math.imul(key, 0x9e3779b1) >>> 0;
      while (this.#slots[(place & this.#mask) * fields] !== 0) place += 1;
      const to = (place & this.#mask) * fields;
      this.#slots[to] = key;
      this.#slots[to + 1] = old[slot + 1] ?? 0;
      this.#slots[to + 2] = old[slot + 2] ?? 0;
    }
  }
}

/** 0 marks an empty slot. */
const keyOf = (hash: number): number => hash | 0 || 1;

export function extended(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(array.length * 2);
  longer.set(array);
  return longer;
}
