/** Which records have a key, for millions of keys: one flat table with open addressing; a Map of arrays is ten times that size. */
import { Runs } from './runs.ts';

const fields = 2; // key, who is there
const start = 1 << 16;

export class MeetingPlaces {
  /** By slot: key (never 0), then 0 for nobody, below 0 the only record (-1 - record), above 0 the run of several. */
  #slots = new Int32Array(start * fields);
  #mask = start - 1;
  #used = 0;
  readonly #runs = new Runs();

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
    const there = this.#slots[slot + 1] ?? 0;
    return there > 0 ? this.#runs.countOf(there) : there === 0 ? 0 : 1;
  }

  /** In the order in which they came. */
  recordAt(slot: number, index: number): number {
    const there = this.#slots[slot + 1] ?? 0;
    return there > 0 ? this.#runs.recordOf(there, index) : -1 - there;
  }

  /** Counts a record once, however often it comes in a row; remembers it only while there are at most `most`. */
  add(slot: number, record: number, most: number): void {
    const there = this.#slots[slot + 1] ?? 0;
    if (there === 0) this.#slots[slot + 1] = -1 - record;
    else if (there > 0) this.#slots[slot + 1] = this.#runs.add(there, record, most);
    else if (-1 - there !== record) this.#slots[slot + 1] = this.#runs.start(-1 - there, record);
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
      const to = this.#find(key);
      this.#slots[to] = key;
      this.#slots[to + 1] = old[slot + 1] ?? 0;
    }
  }
}

/** 0 marks an empty slot. */
const keyOf = (hash: number): number => hash | 0 || 1;
