/** Which records are of one component: union-find with path halving. */
import { cells, extended } from '../cells.ts';

export class Unions {
  #parents = cells(1024);

  /** Records come by their places, from 0. */
  add(record: number): void {
    if (record >= this.#parents.length) this.#parents = extended(this.#parents);
    this.#parents[record] = record;
  }

  /** The smaller root stays, so that the order of unions leaves no trace. */
  unite(a: number, b: number): void {
    const [p, q] = [this.rootOf(a), this.rootOf(b)];
    if (p < q) this.#parents[q] = p;
    else if (q < p) this.#parents[p] = q;
  }

  rootOf(record: number): number {
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
