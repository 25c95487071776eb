/**
 * Expectation-maximisation (Dempster, Laird and Rubin 1977; Winkler 1988) over patterns of one blocking rule, with three kinds
 * of pairs: one person, strangers, and two people of one home, who would pass for one person otherwise.
 */
import { likelihood, normalised, type Probabilities, type Shares, tally } from './probabilities.ts';
import { type Pattern } from './patterns.ts';

export interface EmOptions {
  readonly patterns: readonly Pattern[];
  /** u stays as it is; m and h are where it starts. */
  readonly start: Probabilities;
  /** False for a comparison that the rule itself decides. */
  readonly counts: readonly boolean[];
  /** Pairs of one home for each pair that is one person, where the rule brings them together. */
  readonly homes: number;
  /** What m and h were before: a level never becomes much rarer than that, whatever the records say. */
  readonly base: Probabilities;
}

export interface EmResult {
  readonly m: Shares;
  readonly h: Shares;
  /** Pairs expected to be one person. */
  readonly persons: number;
  /** Pairs expected to be two people of one home. */
  readonly homes: number;
}

/** Pairs that the base counts for: a level that is hardly seen keeps about its share. */
const confidence = 20;
/** Every mistake is made somewhere: no level becomes more than so many times rarer than it was. */
const mostRarer = 10;
/**
 * Nor, among people of one home, so many times more frequent: who shares birth, number or both names with another is that other,
 * and where nobody shares a home with anybody the third kind would else explain what is left of the first.
 */
export const mostOftener = 3;
// It is linear and cheap: patterns are few thousand. Past this the fourth digit no longer moves.
const rounds = 100;
const settled = 1e-5;

export function estimate({ patterns, start, counts, homes: homesPerPerson, base }: EmOptions): EmResult {
  const strangers = patterns.map((pattern) => likelihood(pattern, start.u, counts));
  const total = patterns.reduce((sum, { count }) => sum + count, 0);
  const mostShare = 0.999 / (1 + homesPerPerson);
  let { m, h } = start;
  let share = mostShare / 3;
  let homes = 0;
  for (let round = 0; round < rounds; round += 1) {
    const weights = patterns.map((pattern, i) => {
      const person = share * likelihood(pattern, m, counts);
      const home = share * homesPerPerson * likelihood(pattern, h, counts);
      const all = person + home + (1 - share * (1 + homesPerPerson)) * (strangers[i] ?? 0);
      return all === 0 ? { person: 0, home: 0 } : { person: person / all, home: home / all };
    });
    const persons = sumOf(patterns, (i) => weights[i]?.person ?? 0);
    homes = sumOf(patterns, (i) => weights[i]?.home ?? 0);
    const nextM = smoothed(
      tally(patterns, (_, i) => weights[i]?.person ?? 0),
      base.m,
      Infinity,
    );
    h = smoothed(
      tally(patterns, (_, i) => weights[i]?.home ?? 0),
      base.h,
      mostOftener,
    );
    const moved = Math.abs(persons / total - share) + greatestMove(m, nextM);
    m = nextM;
    share = Math.min(mostShare, Math.max(1e-6, persons / total));
    if (moved < settled) break;
  }
  return { m, h, persons: share * total, homes };
}

const sumOf = (patterns: readonly Pattern[], weightOf: (index: number) => number): number =>
  patterns.reduce((sum, { count }, i) => sum + count * weightOf(i), 0);

/** Sums of weights as shares, with a little of what was believed before. */
export const smoothed = (sums: readonly (readonly number[])[], base: Shares, oftener: number): Shares =>
  sums.map((levels, i) => {
    const seen = levels.reduce((sum, count) => sum + count, 0);
    const usual = base[i] ?? [];
    return normalised(
      levels.map((count, level) => {
        const before = usual[level] ?? 0;
        const share = (count + confidence * before) / (seen + confidence);
        return Math.min(before * oftener, Math.max(before / mostRarer, share));
      }),
    );
  });

const greatestMove = (a: Shares, b: Shares): number =>
  Math.max(...a.map((levels, i) => Math.max(...levels.map((share, level) => Math.abs(share - (b[i]?.[level] ?? 0))))));
