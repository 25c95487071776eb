/** Remembers the latest ids, and no more of them than it was told. */
export class RecentIds {
  readonly #ids = new Set<string>();

  constructor(private readonly most: number) {}

  /** False where the id is remembered already. */
  add(id: string): boolean {
    if (this.#ids.has(id)) return false;
    this.#ids.add(id);
    if (this.#ids.size <= this.most) return true;
    // A set keeps the order of insertion: the first is the oldest.
    const [oldest] = this.#ids;
    if (oldest !== undefined) this.#ids.delete(oldest);
    return true;
  }
}
