/** The ids of the last messages of a partition, by which a re-published copy is recognized. */
export class RecentIds {
  readonly #capacity: number;
  readonly #known = new Set<string>();
  readonly #inOrder: string[] = [];
  #oldest = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  has(id: string): boolean {
    return this.#known.has(id);
  }

  add(id: string): void {
    if (this.#known.has(id)) return;
    this.#known.add(id);
    if (this.#inOrder.length < this.#capacity) {
      this.#inOrder.push(id);
      return;
    }
    const evicted = this.#inOrder[this.#oldest];
    if (evicted !== undefined) this.#known.delete(evicted);
    this.#inOrder[this.#oldest] = id;
    this.#oldest = (this.#oldest + 1) % this.#capacity;
  }
}
