/** How many of some records bear each name. */
import { type NamePart } from '../form.ts';

interface NameCounts {
  /** By the text of the name. */
  readonly counts: ReadonlyMap<string, number>;
  /** Records that say a name. */
  readonly total: number;
}

export function countNames(names: Iterable<NamePart | undefined>): NameCounts {
  const counts = new Map<string, number>();
  let total = 0;
  for (const name of names) {
    if (name === undefined) continue;
    counts.set(name.text, (counts.get(name.text) ?? 0) + 1);
    total += 1;
  }
  return { counts, total };
}
