/**
 * Which records have a key, for millions of keys: one flat table with open addressing, as a Map of arrays is ten times that size. A key that
 * one record has, as most have, stands in the table with it; the records of any other lie side by side, so that they are read in one go.
 */
import { type Cells, cells, extended } from '../cells.ts';

const fields = 2; // key, and its only record + 1 or, negative, where its group is or `generic`; 0 where there is nobody yet
const start = 1 << 16;
/** Stands for the group of a key that leads nowhere. */
const generic = -1;
/** Cells of the smallest group: how many records have the key, then the records. */
const smallest = 4;

export class MeetingPlaces {
  /** By slot: key (never 0), whom it leads to. */
  #slots = cells(start * fields);
  #mask = start - 1;
  #used = 0;
  #groups = cells(start);
  /** Cells in use; none is at 0. */
  #taken = smallest;
  /** By the power of two of their size, groups that were left for a larger one. */
  readonly #left: number[][] = [];
  // eslint-disable-next-line no-unused-private-class-members -- what is read for it alone must be kept, or it is not read
  #touched = 0;

  /**
   * Makes room for so many keys more; slots stay where they are until it is asked again. `foreseen`: how many times as many will be
   * there in the end, so that the table grows once.
   */
  reserve(keys: number, foreseen: number): void {
    const cramped = (this.#used + keys) * 2;
    if (cramped > this.#mask) this.#resize(2 ** Math.ceil(Math.log2(cramped * foreseen + 1)));
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

  /** Reads where the key is looked for, so that the processor has fetched it when it is asked for. */
  touch(hash: number): void {
    this.#touched ^= this.#slots[(placeOf(keyOf(hash)) & this.#mask) * fields] ?? 0;
  }

  /** The same with the records of a slot. */
  touchGroup(slot: number): void {
    const led = this.#slots[slot + 1] ?? 0;
    if (led < generic) this.#touched ^= this.#groups[-led] ?? 0;
  }

  /** False where the key has become generic. */
  leads(hash: number): boolean {
    return (this.#slots[this.#find(hash) + 1] ?? 0) !== generic;
  }

  /** The key becomes generic once more than `most` records have it; until then they are remembered. */
  add(slot: number, record: number, most: number): void {
    const led = this.#slots[slot + 1] ?? 0;
    if (led === generic || led === record + 1) return;
    if (led === 0) this.#slots[slot + 1] = record + 1;
    else if (led > 0) this.#found(slot, [led - 1, record], most);
    else this.#join(slot, record, most);
  }

  /** Writes the records of the slot, none where the key is generic, and answers how many. */
  read(slot: number, into: Cells): number {
    const led = this.#slots[slot + 1] ?? 0;
    if (led === 0 || led === generic) return 0;
    if (led > 0) {
      into[0] = led - 1;
      return 1;
    }
    const groups = this.#groups;
    const count = groups[-led] ?? 0;
    for (let i = 0; i < count; i += 1) into[i] = groups[i + 1 - led] ?? 0;
    return count;
  }

  #found(slot: number, [first, second]: readonly [number, number], most: number): void {
    if (most < 2) {
      this.#slots[slot + 1] = generic;
      return;
    }
    const group = this.#take(smallest);
    this.#groups[group] = 2;
    this.#groups[group + 1] = first;
    this.#groups[group + 2] = second;
    this.#slots[slot + 1] = -group;
  }

  #join(slot: number, record: number, most: number): void {
    let group = -(this.#slots[slot + 1] ?? 0);
    const count = (this.#groups[group] ?? 0) + 1;
    if (this.#groups[group + count - 1] === record) return; // it has the key twice
    if (count > most) {
      this.#leave(group, sizeFor(count - 1));
      this.#slots[slot + 1] = generic;
      return;
    }
    // A group of 4, 8, 16, ... cells is full when its count fills one cell less.
    if (count >= smallest && (count & (count - 1)) === 0) {
      const larger = this.#take(count * 2);
      this.#groups.copyWithin(larger, group, group + count);
      this.#leave(group, count);
      group = larger;
      this.#slots[slot + 1] = -group;
    }
    this.#groups[group + count] = record;
    this.#groups[group] = count;
  }

  #take(cells: number): number {
    const left = this.#left[Math.log2(cells)]?.pop();
    if (left !== undefined) return left;
    while (this.#taken + cells > this.#groups.length) this.#groups = extended(this.#groups);
    const group = this.#taken;
    this.#taken += cells;
    return group;
  }

  #leave(group: number, cells: number): void {
    (this.#left[Math.log2(cells)] ??= []).push(group);
  }

  /** Where the key is, or the empty slot where it would be. */
  #find(hash: number): number {
    const [key, slots, mask] = [keyOf(hash), this.#slots, this.#mask];
    let place = placeOf(key);
    for (;;) {
      const slot = (place & mask) * fields;
      const found = slots[slot];
      if (found === key || found === 0) return slot;
      place += 1;
    }
  }

  #resize(slots: number): void {
    const old = this.#slots;
    this.#slots = cells(slots * fields);
    this.#mask = slots - 1;
    for (let slot = 0; slot < old.length; slot += fields) {
      const key = old[slot] ?? 0;
      if (key === 0) continue;
      const to = this.#find(key);
      this.#slots[to] = key;
      this.#slots[to + 1] = old[slot + 1] ?? 0;
    }
  }
}

/** Cells of the group that holds so many records. */
const sizeFor = (records: number): number => Math.max(smallest, 2 ** Math.ceil(Math.log2(records + 1)));

/** 0 marks an empty slot. */
const keyOf = (hash: number): number => hash | 0 || 1;

const placeOf = (key: number): number => Math.imul(key, 0x9e3779b1);
