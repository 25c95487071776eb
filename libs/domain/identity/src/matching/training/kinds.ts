/** How many pairs are one person and how many two of one home, among all pairs that meet: what the priors are made of. */
import { type Pattern } from './patterns.ts';
import { everything, likelihood, type Probabilities } from './probabilities.ts';

interface Kinds {
  readonly person: number;
  readonly home: number;
}

/** How many of the pairs that meet are one person, and how many two of one home: the odds that reproduce themselves. */
export function countKinds(together: readonly Pattern[], shares: Probabilities, allPairs: number): Kinds {
  const ratios = together.map((pattern) => {
    const strangers = likelihood(pattern, shares.u, everything);
    const [person, home] = [likelihood(pattern, shares.m, everything), likelihood(pattern, shares.h, everything)];
    return { person: person / strangers, home: home / strangers, count: pattern.count };
  });
  const start = together.reduce((sum, { count }) => sum + count, 0) / 10;
  let kinds: Kinds = { person: start, home: start };
  for (let round = 0; round < 50; round += 1) {
    const odds: Kinds = { person: kinds.person / allPairs, home: kinds.home / allPairs };
    const next = { person: 0, home: 0 };
    for (const { person, home, count } of ratios) {
      const all = 1 + odds.person * person + odds.home * home;
      next.person += (count * odds.person * person) / all;
      next.home += (count * odds.home * home) / all;
    }
    kinds = next;
  }
  return kinds;
}
