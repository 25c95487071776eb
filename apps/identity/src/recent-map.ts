/** A map that forgets what was set longest ago: for what can always be read or computed again. */
export class RecentMap<K, V> {
  readonly #entries = new Map<K, V>();
  #weight = 0;

  /** `most`: what all entries together may weigh; each weighs 1 unless `weightOf` says otherwise. */
  constructor(
    private readonly most: number,
    private readonly weightOf: (value: V) => number = () => 1,
  ) {}

  get(key: K): V | undefined {
    return this.#entries.get(key);
  }

  set(key: K, value: V): void {
    this.#forget(key);
    this.#entries.set(key, value);
    this.#weight += this.weightOf(value);
    if (this.#weight <= this.most) return;
    for (const oldest of this.#entries.keys()) {
      this.#forget(oldest);
      if (this.#weight <= this.most) return;
    }
  }

  #forget(key: K): void {
    const known = this.#entries.get(key);
    if (known !== undefined) this.#weight -= this.weightOf(known);
    this.#entries.delete(key);
  }
}
