/** Records one after another, in memory: who meets whom, who may be one person. The order of arrival leaves no trace. */
import { emitKeys } from '../blocking.ts';
import { type MatchForm } from '../form.ts';
import { type Depth, type Glances, inForms, inParts, inRows } from '../glance/glances.ts';
import { type Matcher } from '../matcher.ts';
import { mixed } from '../text/hash.ts';
import { type Cells, cells, extended } from '../cells.ts';
import { Bearers, type TypedValue } from './bearers.ts';
import { type Edge, Edges } from './edges.ts';
import { Lists } from './lists.ts';
import { MeetingPlaces } from './meeting-places.ts';
import { Unions } from './unions.ts';

export interface StreamOptions {
  readonly matcher: Matcher;
  /** Pairs of at least so many bits may be one person. */
  readonly leastBits: number;
  /** By blocking rule: a key of more records leads nowhere. */
  readonly recordsPerBlock: readonly number[];
}

/** Records that are or may be one person. */
export interface Component {
  /** Places, ascending. */
  readonly records: readonly number[];
  /** Pairs that meet and are probably one person. */
  readonly edges: readonly Edge[];
}

const fields = 2; // of a key: its hash, how many records may have it

/** Pairs grow with the square. */
const fewRecords = 12;

export class RecordStream {
  readonly #places = new MeetingPlaces();
  readonly #bearers = new Bearers();
  readonly #glances: Glances;
  readonly #edges = new Edges();
  readonly #unions = new Unions();
  /** By record the latest that it was held against. */
  #seen = cells(1024);
  /** Of each key of a record its hash, then how many records may have it. */
  readonly #keys = new Lists();
  /** Where the keys of the record at hand are. */
  readonly #slots: number[] = [];
  /** Records of the key at hand. */
  readonly #met: Cells;
  /** Whom the record at hand meets, and through which key. */
  readonly #elders: number[] = [];
  readonly #through: number[] = [];
  #elderCount = 0;
  #compared = 0;

  constructor(private readonly options: StreamOptions) {
    this.#met = cells(Math.max(...options.recordsPerBlock));
    this.#glances = options.matcher.glances();
  }

  get compared(): number {
    return this.#compared;
  }

  /** Takes note of what a record says, and answers its place, from 0. It meets nobody until it is matched. */
  read(form: MatchForm | undefined, identifiers: readonly TypedValue[] = []): number {
    const record = this.#glances.add(form);
    if (record >= this.#seen.length) this.#seen = extended(this.#seen);
    this.#seen[record] = -1;
    if (form !== undefined) emitKeys(form, this.#addKey);
    this.#keys.close();
    this.#bearers.read(identifiers);
    this.#unions.add(record);
    return record;
  }

  /** Matches a record that was read with those that were matched before it. */
  match(record: number): void {
    this.#askFor(record + 1);
    this.#meet(record);
    this.#compared += this.#elderCount;
    this.#look(record, inRows);
    this.#look(record, inParts);
    this.#look(record, inForms);
    this.#bearers.join(record, this.#unions);
  }

  formOf(record: number): MatchForm | undefined {
    return this.#glances.formOf(record);
  }

  /** The smallest place first. */
  components(): readonly Component[] {
    const edges: Edge[] = [];
    this.#edges.each((edge, met) => {
      if (this.#places.leads(met) || this.#stillMeet(edge.a, edge.b)) edges.push(edge);
    });
    for (const { a, b } of edges) this.#unions.unite(a, b);
    const components = new Map<number, { records: number[]; edges: Edge[] }>();
    for (let record = 0; record < this.#glances.count; record += 1) {
      const root = this.#unions.rootOf(record);
      const known = components.get(root);
      if (known) known.records.push(record);
      else components.set(root, { records: [record], edges: [] });
    }
    for (const edge of edges) components.get(this.#unions.rootOf(edge.a))?.edges.push(edge);
    return [...components.values()];
  }

  /** Every pair of the component is probably one person, and each record meets one of those before it. */
  areProbablyOne({ records, edges }: Component): boolean {
    if (records.length > fewRecords) return false;
    const met = records.map((): number => 0); // of each record a bit for each of those before it
    for (const { a, b } of edges) {
      const later = records.indexOf(b);
      met[later] = (met[later] ?? 0) | (1 << records.indexOf(a));
    }
    return met.every((elders, later) => later === 0 || (elders !== 0 && this.#areProbable(records, later, elders)));
  }

  /** The record and each of those before it; of `met` it is known. */
  #areProbable(records: readonly number[], later: number, met: number): boolean {
    return records.every(
      (record, place) => place >= later || (met & (1 << place)) !== 0 || this.#isProbable(record, records[later] ?? 0),
    );
  }

  #isProbable(one: number, other: number): boolean {
    const { leastBits } = this.options;
    return this.#glances.bitsOf(one, other, leastBits) >= leastBits;
  }

  /** The processor fetches where the keys of the record are, from a table that fits in no cache, while it works at another one. */
  #askFor(record: number): void {
    const [keys, end] = [this.#keys.numbers, this.#keys.endOf(record)];
    for (let key = this.#keys.startOf(record); key < end; key += fields) this.#places.touch(keys[key] ?? 0);
  }

  /** Notes whom the record meets, each once, and enters it under its keys. */
  #meet(record: number): void {
    const [places, slots, keys] = [this.#places, this.#slots, this.#keys.numbers];
    const [start, end] = [this.#keys.startOf(record), this.#keys.endOf(record)];
    this.#elderCount = 0;
    places.reserve((end - start) / fields, this.#keys.used / end);
    // All are looked up before any is followed: the processor then waits for several cells at once.
    let count = 0;
    for (let key = start; key < end; key += fields) slots[count++] = places.slotOf(keys[key] ?? 0);
    for (let i = 0; i < count; i += 1) places.touchGroup(slots[i] ?? 0);
    for (let [i, key] = [0, start]; i < count; i += 1, key += fields) {
      const slot = slots[i] ?? 0;
      const met = places.read(slot, this.#met);
      for (let j = 0; j < met; j += 1) this.#note(record, this.#met[j] ?? 0, keys[key] ?? 0);
      places.add(slot, record, keys[key + 1] ?? 0);
    }
  }

  /** Leaves those of whom more must be known. All of them are fetched before any is looked at. */
  #look(record: number, depth: Depth): void {
    for (let i = 0; i < this.#elderCount; i += 1) this.#glances.touch(this.#elders[i] ?? 0, depth);
    let open = 0;
    for (let i = 0; i < this.#elderCount; i += 1) {
      const [elder, through] = [this.#elders[i] ?? 0, this.#through[i] ?? 0];
      const bits = this.#bitsAt(depth, record, elder, i);
      if (bits >= this.options.leastBits) this.#edges.add({ a: elder, b: record, bits }, through);
      if (!Number.isNaN(bits)) continue;
      this.#elders[open] = elder;
      this.#through[open] = through;
      this.#glances.keep(open);
      open += 1;
    }
    this.#elderCount = open;
  }

  #bitsAt(depth: Depth, record: number, elder: number, waiting: number): number {
    const { leastBits } = this.options;
    if (depth === inRows) return this.#glances.glance(record, elder, leastBits);
    this.#glances.resume(waiting);
    return this.#glances.look(record, elder, leastBits, depth);
  }

  #note(record: number, elder: number, met: number): void {
    if (elder === record || this.#seen[elder] === record) return;
    this.#seen[elder] = record;
    this.#elders[this.#elderCount] = elder;
    this.#through[this.#elderCount] = met;
    this.#elderCount += 1;
  }

  readonly #addKey = (rule: number, hash: number): void => {
    this.#keys.push(mixed(rule + 1, hash));
    this.#keys.push(this.options.recordsPerBlock[rule] ?? 0);
  };

  /** False where every key of both has become generic since they met. */
  #stillMeet(a: number, b: number): boolean {
    const [one, other] = [this.#keysOf(a), new Set(this.#keysOf(b))];
    return one.some((hash) => other.has(hash) && this.#places.leads(hash));
  }

  #keysOf(record: number): readonly number[] {
    const keys = this.#keys.numbers.subarray(this.#keys.startOf(record), this.#keys.endOf(record));
    return [...keys].filter((_, i) => i % fields === 0);
  }
}
