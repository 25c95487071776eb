/** Brings the weights of a ladder into order where they miss it by chance, and says where chance is no excuse. */
import { type Level } from '../comparisons/level.ts';
import { type LevelProbabilities } from '../model.ts';

export interface Ordered {
  readonly levels: readonly LevelProbabilities[];
  /** How many bits a level had to be moved, at most. */
  readonly moved: number;
}

/**
 * A level that outweighs a better one takes the better one's weight: m is lowered, as an overestimated weight joins strangers
 * and an underestimated one only asks a person to look.
 */
export function ordered(ladder: readonly Level[], found: readonly LevelProbabilities[]): Ordered {
  let moved = 0;
  const levels = found.map((own) => ({ ...own }));
  const ratio = (i: number): number => (levels[i]?.m ?? 1) / (levels[i]?.u ?? 1);
  const ranks = [...new Set(ladder.map(({ rank }) => rank))].sort((a, b) => a - b);
  for (const rank of ranks.slice(1)) {
    const above = ladder.flatMap((level, i) => (level.rank === rank - 1 && !level.beside ? [ratio(i)] : []));
    const most = Math.min(...above);
    for (const [i, level] of ladder.entries()) {
      const own = levels[i];
      if (level.rank !== rank || own === undefined || ratio(i) <= most) continue;
      moved = Math.max(moved, Math.log2(ratio(i) / most));
      own.m = own.u * most;
    }
  }
  return { levels, moved };
}
