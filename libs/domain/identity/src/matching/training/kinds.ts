/** How many pairs are one person and how many two of one home, among all pairs that meet: what the priors are made of. */
import { type Pattern } from './patterns.ts';
import { type Learned, likelihood, type Probabilities } from './probabilities.ts';

type Kinds = Pick<Learned, 'persons' | 'homes'>;

/** The odds that reproduce themselves. */
export function countKinds(together: readonly Pattern[], shares: Probabilities, allPairs: number): Kinds {
  const ratios = together.map((pattern) => {
    const strangers = likelihood(pattern, shares.u);
    return {
      person: (likelihood(pattern, shares.m) * pattern.rarity.person) / strangers,
      home: (likelihood(pattern, shares.h) * pattern.rarity.home) / strangers,
      count: pattern.count,
    };
  });
  const start = together.reduce((sum, { count }) => sum + count, 0) / 10;
  let kinds: Kinds = { persons: start, homes: start };
  for (let round = 0; round < 50; round += 1) {
    const next = { persons: 0, homes: 0 };
    for (const { person, home, count } of ratios) {
      const [ofPerson, ofHome] = [(kinds.persons / allPairs) * person, (kinds.homes / allPairs) * home];
      next.persons += (count * ofPerson) / (1 + ofPerson + ofHome);
      next.homes += (count * ofHome) / (1 + ofPerson + ofHome);
    }
    kinds = next;
  }
  return kinds;
}
