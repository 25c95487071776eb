/** Records one after another, in memory: who meets whom, who may be one person. The order of arrival leaves no trace. */
import { blockingKey, emitKeys } from '../blocking.ts';
import { type MatchForm } from '../form.ts';
import { type Matcher } from '../matcher.ts';
import { mixed } from '../text/hash.ts';
import { type Cells, cells, extended } from './cells.ts';
import { Edges } from './edges.ts';
import { MeetingPlaces } from './meeting-places.ts';
import { Unions } from './unions.ts';

export interface StreamOptions {
  readonly matcher: Matcher;
  /** Pairs of at least so many bits may be one person. */
  readonly leastBits: number;
  /** A blocking key of more records leads nowhere. */
  readonly recordsPerBlock: number;
}

export class RecordStream {
  readonly #places = new MeetingPlaces();
  /** By type and value the first record with it. */
  readonly #identifiers = new Map<string, Map<string, number>>();
  readonly #forms: (MatchForm | undefined)[] = [];
  readonly #edges = new Edges();
  readonly #unions = new Unions();
  /** By record the latest that it was held against. */
  #seen = cells(1024);
  /** Keys of the record at hand, and where they are. */
  #hashes = cells(64);
  #slots = cells(64);
  #hashCount = 0;
  /** Records of the key at hand. */
  readonly #met: Cells;
  /** Whom the record at hand meets, and through which key. */
  readonly #others: MatchForm[] = [];
  readonly #elders: number[] = [];
  readonly #through: number[] = [];
  #otherCount = 0;
  // eslint-disable-next-line no-unused-private-class-members -- what is read for it alone must be kept, or it is not read
  #touched = 0;
  #compared = 0;

  constructor(private readonly options: StreamOptions) {
    this.#met = cells(options.recordsPerBlock);
  }

  get compared(): number {
    return this.#compared;
  }

  /** Answers the record's place, from 0. */
  add(form: MatchForm | undefined): number {
    const record = this.#forms.push(form) - 1;
    if (record >= this.#seen.length) this.#seen = extended(this.#seen);
    this.#seen[record] = -1;
    this.#unions.add(record);
    if (form !== undefined) this.#match(form, record);
    return record;
  }

  /** The record has an identifier that joins whatever else is said. */
  identify(record: number, type: string, value: string): void {
    let known = this.#identifiers.get(type);
    if (known === undefined) this.#identifiers.set(type, (known = new Map<string, number>()));
    const first = known.get(value);
    if (first === undefined) known.set(value, record);
    else this.#unions.unite(first, record);
  }

  formOf(record: number): MatchForm | undefined {
    return this.#forms[record];
  }

  /** Places of the records of each component, the smallest first. */
  components(): readonly (readonly number[])[] {
    this.#edges.each((a, b, met) => {
      if (this.#leads(met) || this.#stillMeet(a, b)) this.#unions.unite(a, b);
    });
    const members = new Map<number, number[]>();
    for (const record of this.#forms.keys()) {
      const root = this.#unions.rootOf(record);
      const own = members.get(root);
      if (own) own.push(record);
      else members.set(root, [record]);
    }
    return [...members.values()];
  }

  /** Every pair of these is probably one person, and each meets one of those before it. */
  areProbablyOne(records: readonly number[]): boolean {
    return this.#areProbable(records) && this.#areMet(records);
  }

  #areMet(records: readonly number[]): boolean {
    const known = new Set<number>();
    return records.every((record, place) => {
      const own = this.#keysOf(record);
      const meets = place === 0 || own.some((hash) => known.has(hash) && this.#leads(hash));
      for (const hash of own) known.add(hash);
      return meets;
    });
  }

  #areProbable(records: readonly number[]): boolean {
    const { matcher, leastBits } = this.options;
    const forms = records.map((record) => this.#forms[record]);
    return forms.every((a, i) =>
      forms.every(
        (b, j) => j <= i || (a !== undefined && b !== undefined && matcher.bitsOf(a, b, leastBits) >= leastBits),
      ),
    );
  }

  /** Blocking keys that several of these have and that lead nowhere. */
  genericKeys(records: readonly number[]): readonly string[] {
    const generic = new Set<string>();
    const known = new Set<number>();
    for (const record of records) {
      const form = this.#forms[record];
      if (form === undefined) continue;
      emitKeys(form, (rule, hash) => {
        const key = mixed(rule + 1, hash);
        if (known.has(key) && !this.#leads(key)) generic.add(blockingKey(rule, hash));
        known.add(key);
      });
    }
    return [...generic];
  }

  #match(form: MatchForm, record: number): void {
    const { matcher, leastBits } = this.options;
    this.#collectKeys(form);
    this.#meet(record);
    this.#compared += this.#otherCount;
    this.#touch();
    for (let i = 0; i < this.#otherCount; i += 1) {
      const other = this.#others[i];
      if (other === undefined || matcher.bitsOf(form, other, leastBits) < leastBits) continue;
      this.#edges.add(this.#elders[i] ?? 0, record, this.#through[i] ?? 0);
    }
  }

  /** Notes whom the record meets, each once, and enters it under its keys. */
  #meet(record: number): void {
    const { recordsPerBlock: most } = this.options;
    const places = this.#places;
    this.#otherCount = 0;
    places.reserve(this.#hashCount);
    // All are looked up before any is followed: the processor then waits for several cells of a table that fits in no cache at once.
    for (let i = 0; i < this.#hashCount; i += 1) this.#slots[i] = places.slotOf(this.#hashes[i] ?? 0);
    for (let i = 0; i < this.#hashCount; i += 1) {
      const slot = this.#slots[i] ?? 0;
      if (places.countAt(slot) <= most) {
        const met = places.read(slot, this.#met);
        for (let j = 0; j < met; j += 1) this.#note(record, this.#met[j] ?? 0, this.#hashes[i] ?? 0);
      }
      places.add(slot, record, most);
    }
  }

  #note(record: number, elder: number, met: number): void {
    if (elder === record || this.#seen[elder] === record) return;
    this.#seen[elder] = record;
    const form = this.#forms[elder];
    if (form === undefined) return;
    this.#others[this.#otherCount] = form;
    this.#elders[this.#otherCount] = elder;
    this.#through[this.#otherCount] = met;
    this.#otherCount += 1;
  }

  /** As with the slots: all of them are fetched before any is compared. */
  #touch(): void {
    const others = this.#others;
    for (let i = 0; i < this.#otherCount; i += 1)
      this.#touched ^= (others[i]?.birth ?? 0) ^ (others[i]?.phoneDigits ?? 0);
    for (let i = 0; i < this.#otherCount; i += 1) this.#touched ^= others[i]?.postcode?.area ?? 0;
  }

  #collectKeys(form: MatchForm): void {
    this.#hashCount = 0;
    emitKeys(form, this.#collect);
  }

  readonly #collect = (rule: number, hash: number): void => {
    if (this.#hashCount === this.#hashes.length) {
      this.#hashes = extended(this.#hashes);
      this.#slots = extended(this.#slots);
    }
    this.#hashes[this.#hashCount] = mixed(rule + 1, hash);
    this.#hashCount += 1;
  };

  /** False where the key has become generic. */
  #leads(hash: number): boolean {
    return this.#places.countOf(hash) <= this.options.recordsPerBlock;
  }

  /** False where every key of both has become generic since they met. */
  #stillMeet(a: number, b: number): boolean {
    const [one, other] = [this.#keysOf(a), new Set(this.#keysOf(b))];
    return one.some((hash) => other.has(hash) && this.#leads(hash));
  }

  #keysOf(record: number): readonly number[] {
    const form = this.#forms[record];
    if (form === undefined) return [];
    this.#collectKeys(form);
    return [...this.#hashes.subarray(0, this.#hashCount)];
  }
}
