/** Records one after another, in memory: who meets whom, who may be one person. The order of arrival leaves no trace. */
import { blockingKey, emitKeys } from '../blocking.ts';
import { type MatchForm } from '../form.ts';
import { type FastMatcher } from '../matcher-of.ts';
import { mixed } from '../text/hash.ts';
import { extended, MeetingPlaces } from './meeting-places.ts';

export interface StreamOptions {
  readonly matcher: FastMatcher;
  /** Pairs of at least so many bits may be one person. */
  readonly leastBits: number;
  /** A blocking key of more records leads nowhere. */
  readonly recordsPerBlock: number;
}

/** Two records, and that they were found to be probably one person. */
interface Edge {
  readonly a: number;
  readonly b: number;
}

export class RecordStream {
  readonly #places = new MeetingPlaces();
  readonly #identifiers = new Map<string, number>();
  readonly #forms: (MatchForm | undefined)[] = [];
  readonly #edges: Edge[] = [];
  #seen = new Int32Array(1024);
  #parents = new Int32Array(1024);
  /** Keys of the record at hand. */
  #hashes = new Int32Array(64);
  #hashCount = 0;
  #compared = 0;

  constructor(private readonly options: StreamOptions) {}

  get compared(): number {
    return this.#compared;
  }

  /** `keys`: of identifiers that join whatever the record says. Answers the record's place, from 0. */
  add(form: MatchForm | undefined, keys: readonly string[]): number {
    const record = this.#forms.push(form) - 1;
    if (record >= this.#seen.length) {
      this.#seen = extended(this.#seen);
      this.#parents = extended(this.#parents);
    }
    this.#seen[record] = -1;
    this.#parents[record] = record;
    for (const key of keys) this.#meet(key, record);
    if (form !== undefined) this.#match(form, record);
    return record;
  }

  /** Places of the records of each component, the smallest first. */
  components(): readonly (readonly number[])[] {
    for (const { a, b } of this.#edges) if (this.#stillMeet(a, b)) this.#unite(a, b);
    const members = new Map<number, number[]>();
    for (const record of this.#forms.keys()) {
      const root = this.#rootOf(record);
      const own = members.get(root);
      if (own) own.push(record);
      else members.set(root, [record]);
    }
    return [...members.values()];
  }

  /** Every pair of these is probably one person. */
  allProbable(records: readonly number[]): boolean {
    const { matcher, leastBits } = this.options;
    const forms = records.map((record) => this.#forms[record]);
    return forms.every((a, i) =>
      forms.every((b, j) => j <= i || (a !== undefined && b !== undefined && matcher.bitsOf(a, b) >= leastBits)),
    );
  }

  /** Blocking keys of these that lead nowhere. */
  genericKeys(records: readonly number[]): readonly string[] {
    const generic = new Set<string>();
    for (const record of records) {
      const form = this.#forms[record];
      if (form === undefined) continue;
      emitKeys(form, (rule, hash) => {
        const count = this.#places.countAt(this.#places.slotOf(mixed(rule + 1, hash)));
        if (count > this.options.recordsPerBlock) generic.add(blockingKey(rule, hash));
      });
    }
    return [...generic];
  }

  #meet(key: string, record: number): void {
    const first = this.#identifiers.get(key);
    if (first === undefined) this.#identifiers.set(key, record);
    else this.#unite(first, record);
  }

  #match(form: MatchForm, record: number): void {
    const { recordsPerBlock: most, matcher, leastBits } = this.options;
    const places = this.#places;
    this.#hashCount = 0;
    emitKeys(form, this.#collect);
    for (let i = 0; i < this.#hashCount; i += 1) {
      const slot = places.slotOf(this.#hashes[i] ?? 0);
      if (places.countAt(slot) <= most) {
        for (let entry = places.newest(slot); entry !== 0; entry = places.next(entry)) {
          const other = places.recordOf(entry);
          if (other === record || this.#seen[other] === record) continue;
          this.#seen[other] = record;
          const otherForm = this.#forms[other];
          if (otherForm === undefined) continue;
          this.#compared += 1;
          if (matcher.bitsFrom(form, otherForm, leastBits) >= leastBits) this.#edges.push({ a: other, b: record });
        }
      }
      places.add(slot, record, most);
    }
  }

  readonly #collect = (rule: number, hash: number): void => {
    if (this.#hashCount === this.#hashes.length) this.#hashes = extended(this.#hashes);
    this.#hashes[this.#hashCount] = mixed(rule + 1, hash);
    this.#hashCount += 1;
  };

  /** False where every key of both has become generic since they met. */
  #stillMeet(a: number, b: number): boolean {
    const [one, other] = [this.#keysOf(a), new Set(this.#keysOf(b))];
    return one.some(
      (hash) => other.has(hash) && this.#places.countAt(this.#places.slotOf(hash)) <= this.options.recordsPerBlock,
    );
  }

  #keysOf(record: number): readonly number[] {
    const form = this.#forms[record];
    this.#hashCount = 0;
    if (form) emitKeys(form, this.#collect);
    return [...this.#hashes.subarray(0, this.#hashCount)];
  }

  #unite(a: number, b: number): void {
    const [p, q] = [this.#rootOf(a), this.#rootOf(b)];
    if (p < q) this.#parents[q] = p;
    else if (q < p) this.#parents[p] = q;
  }

  #rootOf(record: number): number {
    const parents = this.#parents;
    let root = record;
    while (parents[root] !== root) {
      const above = parents[parents[root] ?? root] ?? root;
      parents[root] = above;
      root = above;
    }
    return root;
  }
}
