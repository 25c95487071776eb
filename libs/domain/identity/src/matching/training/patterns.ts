/** Pairs of records as what they agree on, counted: training looks at each kind of pair once, however often it comes. */
import { comparisons } from '../comparisons/fields.ts';
import { type MatchForm } from '../form.ts';

export interface Pattern {
  /** A level for each comparison; -1 where a side says nothing. */
  readonly levels: readonly number[];
  /** How many pairs, or how many a sampled pair stands for. */
  readonly count: number;
}

export class PatternCounts {
  readonly #counts = new Map<number, number>();

  add(a: MatchForm, b: MatchForm, weight = 1): void {
    let code = 0;
    for (const { levels, levelOf } of comparisons) code = code * (levels.length + 1) + levelOf(a, b) + 1;
    this.#counts.set(code, (this.#counts.get(code) ?? 0) + weight);
  }

  get patterns(): readonly Pattern[] {
    return [...this.#counts].map(([code, count]) => ({ levels: levelsOf(code), count }));
  }
}

function levelsOf(code: number): readonly number[] {
  const levels: number[] = [];
  let rest = code;
  for (const { levels: ladder } of comparisons.toReversed()) {
    levels.unshift((rest % (ladder.length + 1)) - 1);
    rest = Math.floor(rest / (ladder.length + 1));
  }
  return levels;
}
