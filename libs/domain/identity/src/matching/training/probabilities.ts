/** Shares of levels: of pairs that are one person (m), two strangers (u), or two people of one home (h). */
import { comparisons } from '../comparisons/fields.ts';
import { lastCounts, nameLevels } from '../comparisons/name.ts';
import { type MatchModel } from '../model.ts';
import { type Pattern } from './patterns.ts';

/** For each comparison the share of each level. */
export type Shares = readonly (readonly number[])[];

export interface Probabilities {
  readonly m: Shares;
  readonly u: Shares;
  readonly h: Shares;
}

export interface ToLearnFrom {
  /** The pairs that meet, each once. */
  readonly together: readonly Pattern[];
  /** How many pairs there are; those that meet nowhere are strangers. */
  readonly allPairs: number;
  /** u holds; m and h are where it starts. */
  readonly start: Probabilities;
  /** What was believed before: a level never becomes much rarer than that, whatever the records say. */
  readonly base: Probabilities;
  /** Pairs of one home for each pair of one person, where the records cannot show them; else it is learned. */
  readonly homesPerPerson?: number;
}

export interface Learned {
  readonly m: Shares;
  readonly h: Shares;
  /** Pairs expected to be one person. */
  readonly persons: number;
  /** Pairs expected to be two people of one home. */
  readonly homes: number;
}

export function probabilitiesOf(model: MatchModel): Probabilities {
  const of = (kind: 'm' | 'u' | 'h'): Shares =>
    comparisons.map(({ field }) => normalised(model.fields[field].map((level) => level[kind])));
  return { m: of('m'), u: of('u'), h: of('h') };
}

export function normalised(shares: readonly number[]): readonly number[] {
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.map((share) => share / sum);
}

const name = comparisons.findIndex(({ field }) => field === 'name');
const lastAlone = nameLevels.flatMap((level, i) =>
  ['last only', 'last, first different'].includes(level.name) ? [i] : [],
);

/**
 * Within a home first names agree about as often as among strangers. Two people of one home whose first names do agree pass for
 * one person in training, so that this part of h is reckoned and not learned.
 */
export function withChance(h: Shares, u: Shares): Shares {
  const [among, strange] = [h[name] ?? [], u[name] ?? []];
  const shareAlone = (shares: readonly number[]): number => lastAlone.reduce((sum, i) => sum + (shares[i] ?? 0), 0);
  const perStranger = shareAlone(among) / shareAlone(strange);
  const levels = among.map((share, level) =>
    lastCounts[level] === true || closeToBoth.has(level) ? Math.max(share, perStranger * (strange[level] ?? 0)) : share,
  );
  return h.map((shares, i) => (i === name ? normalised(levels) : shares));
}

const closeToBoth = new Set(
  nameLevels.flatMap((level, i) => (['romanised', 'close', 'similar'].includes(level.name) ? [i] : [])),
);

/** Probability of a pattern, given the shares. */
export function likelihood({ levels }: Pattern, shares: Shares): number {
  let product = 1;
  for (const [i, level] of levels.entries()) if (level >= 0) product *= shares[i]?.[level] ?? 1;
  return product;
}

/** Sums of weights for each level of each comparison. */
export function tally(patterns: readonly Pattern[], weightOf: (pattern: Pattern, index: number) => number): number[][] {
  const sums = comparisons.map(({ levels }) => levels.map(() => 0));
  for (const [index, pattern] of patterns.entries()) {
    const weight = weightOf(pattern, index) * pattern.count;
    for (const [i, level] of pattern.levels.entries()) {
      const own = sums[i];
      if (level >= 0 && own) own[level] = (own[level] ?? 0) + weight;
    }
  }
  return sums;
}
