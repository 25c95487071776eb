/** What is learned where it is known who is who: pairs of one person are counted, and only people of one home are told from strangers by EM. */
import { type MatchForm } from '../form.ts';
import { mostOftener, smoothed } from './em.ts';
import { type Pattern, PatternCounts } from './patterns.ts';
import { type Rarities } from './rarities.ts';
import { type Learned, likelihood, tally, type ToLearnFrom, withChance } from './probabilities.ts';

/** Who each record is, by its form. */
export type Persons = ReadonlyMap<MatchForm, string>;

/** Every pair of records of one person. */
export function pairsOfPersons(persons: Persons, rarities: Rarities): readonly Pattern[] {
  const records = new Map<string, MatchForm[]>();
  for (const [form, person] of persons) {
    const own = records.get(person);
    if (own) own.push(form);
    else records.set(person, [form]);
  }
  const counts = new PatternCounts(rarities);
  for (const own of records.values()) {
    for (const [i, a] of own.entries()) for (const b of own.slice(0, i)) counts.add(a, b);
  }
  return counts.patterns;
}

const rounds = 50;

/** `same`: pairs of one person; those that meet are of two. Labels of a sample do not show every mistake that is made somewhere, so that the base counts. */
export function learnLabelled({ together, allPairs, start, base }: ToLearnFrom, same: readonly Pattern[]): Learned {
  const m = smoothed(
    tally(same, () => 1),
    base.m,
    Infinity,
  );
  const strangers = together.map((pattern) => likelihood(pattern, start.u));
  let h = start.h;
  let homes = together.reduce((sum, { count }) => sum + count, 0) / 10;
  for (let round = 0; round < rounds; round += 1) {
    const odds = homes / allPairs;
    const weights = together.map((pattern, i) => {
      const home = odds * likelihood(pattern, h) * pattern.rarity.home;
      return home / (home + (strangers[i] ?? 1));
    });
    homes = together.reduce((sum, { count }, i) => sum + count * (weights[i] ?? 0), 0);
    h = smoothed(
      tally(together, (_, i) => weights[i] ?? 0),
      base.h,
      mostOftener,
    );
  }
  return { m, h: withChance(h, start.u), persons: same.reduce((sum, { count }) => sum + count, 0), homes };
}
