/**
 * Expectation-maximisation (Dempster, Laird and Rubin 1977; Winkler 1988) with three kinds of pairs: one person, strangers, and two people
 * of one home, who would pass for one person otherwise. It is of all pairs there are: those that meet nowhere are strangers. Pairs of one
 * rule alone would say that things go wrong more often than they do, as by the name meet those whose birth is wrong, and by the birth those
 * whose name is.
 */
import { countKinds } from './kinds.ts';
import {
  type Learned,
  likelihood,
  normalised,
  type Shares,
  tally,
  type ToLearnFrom,
  withChance,
} from './probabilities.ts';

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

export function estimate({ together, allPairs, start, base, ...given }: ToLearnFrom): Learned {
  const strangers = together.map((pattern) => likelihood(pattern, start.u));
  const known = countKinds(together, start, allPairs);
  // How many are of one home is not learned with what they share: where there are no doubles those would become the persons.
  const { homesPerPerson = known.homes / Math.max(1, known.persons) } = given;
  let { m, h } = start;
  let { persons } = known;
  for (let round = 0; round < rounds; round += 1) {
    const homes = persons * homesPerPerson;
    const weights = together.map((pattern, i) => {
      const person = persons * likelihood(pattern, m) * pattern.rarity.person;
      const home = homes * likelihood(pattern, h) * pattern.rarity.home;
      const all = person + home + (allPairs - persons - homes) * (strangers[i] ?? 0);
      return all === 0 ? { person: 0, home: 0 } : { person: person / all, home: home / all };
    });
    const before = { m, persons };
    persons = together.reduce((sum, { count }, i) => sum + count * (weights[i]?.person ?? 0), 0);
    m = smoothed(
      tally(together, (_, i) => weights[i]?.person ?? 0),
      base.m,
      Infinity,
    );
    h = smoothed(
      tally(together, (_, i) => weights[i]?.home ?? 0),
      base.h,
      mostOftener,
    );
    if (Math.abs(persons / before.persons - 1) + greatestMove(before.m, m) < settled) break;
  }
  const shares = { m, h: withChance(h, start.u) };
  return { ...shares, ...countKinds(together, { ...shares, u: start.u }, allPairs) };
}

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
