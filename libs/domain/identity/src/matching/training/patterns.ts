/** Pairs of records as what they agree on, counted: training looks at each kind of pair once, however often it comes. */
import { comparisons } from '../comparisons/fields.ts';
import { firstCounts, lastCounts, nameLevelOf } from '../comparisons/name.ts';
import { type MatchForm } from '../form.ts';
import { type Rarities } from './rarities.ts';

export interface Pattern {
  /** A level for each comparison; -1 where a side says nothing. */
  readonly levels: readonly number[];
  /** How many times as likely as of an average name it is that the two are one person, not strangers, and that they are of one home. */
  readonly rarity: { readonly person: number; readonly home: number };
  /** How many pairs, or how many a sampled pair stands for. */
  readonly count: number;
}

/** Rarities are told apart by two bits, from a quarter as rare as the average to sixteen thousand times. */
const step = 2;
const [leastSteps, mostSteps] = [-1, 7];
const steps = mostSteps - leastSteps + 1;

export class PatternCounts {
  readonly #counts = new Map<number, number>();

  constructor(private readonly rarities: Rarities) {}

  add(a: MatchForm, b: MatchForm, weight = 1): void {
    const name = nameLevelOf(a, b);
    const first = firstCounts[name] ? stepOf(this.rarities.first, a.first, b.first) : 0;
    const last = lastCounts[name] ? stepOf(this.rarities.last, a.last, b.last) : 0;
    let code = (first - leastSteps) * steps + last - leastSteps;
    for (const { levels, levelOf } of comparisons) code = code * (levels.length + 1) + levelOf(a, b) + 1;
    this.#counts.set(code, (this.#counts.get(code) ?? 0) + weight);
  }

  get patterns(): readonly Pattern[] {
    return [...this.#counts].map(([code, count]) => ({ ...patternOf(code), count }));
  }
}

/** Of names that are close and not equal the more frequent one counts. */
function stepOf(rarityOf: Rarities['first'], a: MatchForm['first'], b: MatchForm['first']): number {
  if (a === undefined || b === undefined) return 0;
  return Math.min(mostSteps, Math.max(leastSteps, Math.round(Math.min(rarityOf(a), rarityOf(b)) / step)));
}

function patternOf(code: number): Omit<Pattern, 'count'> {
  const levels: number[] = [];
  let rest = code;
  for (const { levels: ladder } of comparisons.toReversed()) {
    levels.unshift((rest % (ladder.length + 1)) - 1);
    rest = Math.floor(rest / (ladder.length + 1));
  }
  const [first, last] = [Math.floor(rest / steps) + leastSteps, (rest % steps) + leastSteps];
  return { levels, rarity: { person: 2 ** (step * (first + last)), home: 2 ** (step * last) } };
}
