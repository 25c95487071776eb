// cspell:ignore Zipf's
/** Draws from a list with unequal shares, in constant time. */
import type { Random } from '../random.ts';

/** The finest share that counts; tables have at most some hundred entries. */
const slots = 8192;

export class Weighted<T> {
  readonly #slots: readonly T[];

  constructor(items: readonly T[], weightOf: (item: T, rank: number) => number) {
    const weights = items.map((item, rank) => weightOf(item, rank));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const filled: T[] = [];
    let reached = 0;
    for (const [rank, item] of items.entries()) {
      reached += weights[rank] ?? 0;
      while (filled.length < Math.round((reached / total) * slots)) filled.push(item);
    }
    this.#slots = filled;
  }

  draw(random: Random): T {
    return random.pick(this.#slots);
  }
}

/** Zipf's law, flattened at the head as name counts are: the first of a hundred names has some four per cent. */
export const byRank = (_: unknown, rank: number): number => 1 / (rank + 10);
