/** u: how often two people agree who have nothing to do with each other, counted among random pairs. */
import { type MatchForm } from '../form.ts';
import { type MatchModel } from '../model.ts';
import { type Pattern, PatternCounts } from './patterns.ts';
import { likelihood, normalised, probabilitiesOf, type Shares, tally } from './probabilities.ts';
import { type TrainingProgress } from './progress.ts';
import { chooser } from './random.ts';
import { type Rarities } from './rarities.ts';

const mostRandomPairs = 1_000_000;
const toldEvery = 20_000;

interface RandomPairs {
  readonly seed: number;
  readonly randomPairs?: number;
  /** False for a pair that is known to be one person. */
  readonly counts: (a: MatchForm, b: MatchForm) => boolean;
  readonly rarities: Rarities;
  readonly onProgress: TrainingProgress;
}

export function randomPatterns(forms: readonly MatchForm[], options: RandomPairs): readonly Pattern[] {
  const { seed, randomPairs = mostRandomPairs, onProgress } = options;
  const choose = chooser(seed);
  const counts = new PatternCounts(options.rarities);
  for (let pair = 0; pair < randomPairs; pair += 1) {
    if (pair % toldEvery === 0) onProgress('random pairs', pair / randomPairs);
    const [a, b] = [forms[choose(forms.length)], forms[choose(forms.length)]];
    if (a && b && a !== b && options.counts(a, b)) counts.add(a, b);
  }
  onProgress('random pairs', 1);
  return counts.patterns;
}

export function strangersOf(random: readonly Pattern[], model: MatchModel, discounts: boolean): Shares {
  const known = probabilitiesOf(model);
  const sums = tally(random, (pattern) => {
    if (!discounts) return 1;
    const stranger = likelihood(pattern, known.u);
    const person = 2 ** model.prior * likelihood(pattern, known.m) * pattern.rarity.person;
    const home = 2 ** model.homePrior * likelihood(pattern, known.h) * pattern.rarity.home;
    return stranger / (stranger + person + home);
  });
  return sums.map((levels, i) => {
    const seen = levels.reduce((sum, count) => sum + count, 0);
    // Nobody has such a field: what the base model knows holds.
    if (seen < 1_000) return known.u[i] ?? [];
    return normalised(levels.map((count) => (count + 0.5) / seen));
  });
}
