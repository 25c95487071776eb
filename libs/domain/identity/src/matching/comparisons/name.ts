/** First and last name share one comparison, as they come from one card and change together. */
import { type MatchForm } from '../form.ts';
import { type Level, unknown } from './level.ts';
import { areClose, areDifferent, likeness, likenessOf } from './likeness.ts';

export const nameLevels = [
  { name: 'exact', rank: 0 },
  { name: 'reversed', rank: 1 },
  { name: 'romanised', rank: 1 },
  { name: 'close', rank: 1 }, // Jaro-Winkler >= .92 both
  { name: 'nickname and last', rank: 1 },
  { name: 'similar', rank: 2 }, // >= .88 both
  { name: 'initial and last', rank: 3 },
  { name: 'last, first unknown', rank: 4 },
  { name: 'first, last unknown', rank: 4 },
  { name: 'last only', rank: 4 }, // the first names have something in common, or are of two scripts
  { name: 'last, first different', rank: 4, partOf: 'last only' },
  { name: 'first only', rank: 4 },
  { name: 'else', rank: 5 },
] as const satisfies readonly Level[];

type NameLevel = (typeof nameLevels)[number]['name'];

const nameIndex: Readonly<Record<NameLevel, number>> = {
  exact: 0,
  reversed: 1,
  romanised: 2,
  close: 3,
  'nickname and last': 4,
  similar: 5,
  'initial and last': 6,
  'last, first unknown': 7,
  'first, last unknown': 8,
  'last only': 9,
  'last, first different': 10,
  'first only': 11,
  else: 12,
};

/** Which names of a level are the same, so that their rarity counts. */
export const firstCounts: readonly boolean[] = nameLevels.map(({ name }) =>
  ['exact', 'reversed', 'first, last unknown', 'first only'].includes(name),
);
export const lastCounts: readonly boolean[] = nameLevels.map(({ name }) =>
  [
    ...['exact', 'reversed', 'nickname and last', 'initial and last'],
    ...['last, first unknown', 'last only', 'last, first different'],
  ].includes(name),
);

const isClose = likeness.same | likeness.romanised | likeness.close;
const isRomanised = likeness.same | likeness.romanised;

export function nameLevelOf(a: MatchForm, b: MatchForm): number {
  const { first: firstA, last: lastA } = a;
  const { first: firstB, last: lastB } = b;
  if (!firstA || !firstB || !lastA || !lastB) return levelOfSome(a, b);
  const [first, last] = [likenessOf(firstA, firstB), likenessOf(lastA, lastB)];
  const level = levelOfBoth(first, last);
  if ((first & last & likeness.same) !== 0) return level;
  if (areClose(firstA, lastB) && areClose(lastA, firstB)) return nameIndex.reversed;
  return level === nameIndex['last only'] && areDifferent(firstA, firstB) ? nameIndex['last, first different'] : level;
}

/** One name alone may be either: it is held against both of the other side. */
function levelOfSome({ first: firstA, last: lastA }: MatchForm, { first: firstB, last: lastB }: MatchForm): number {
  if (lastA && lastB && areClose(lastA, lastB)) return nameIndex['last, first unknown'];
  if (firstA && firstB && (likenessOf(firstA, firstB) & (isClose | likeness.calling)) !== 0)
    return nameIndex['first, last unknown'];
  if ((firstA && lastB && areClose(firstA, lastB)) || (lastA && firstB && areClose(lastA, firstB))) {
    return nameIndex['last, first unknown'];
  }
  return (lastA && lastB) || (firstA && firstB) ? nameIndex.else : unknown;
}

/** By what the first and the last names have in common, where they are in their places; `last only` may be `last, first different`. */
function levelOfBoth(first: number, last: number): number {
  // Two who write `M. Kelley` agree in an initial, however exactly they do.
  if ((first & last & likeness.same) !== 0)
    return (first & likeness.initials) === 0 ? nameIndex.exact : nameIndex['initial and last'];
  if ((last & isRomanised) !== 0 && (first & isRomanised) !== 0) return nameIndex.romanised;
  const lastIsClose = (last & isClose) !== 0;
  if (lastIsClose || (last & likeness.similar) !== 0) {
    if (lastIsClose && (first & (likeness.same | likeness.close)) !== 0) return nameIndex.close;
    if (lastIsClose && (first & likeness.calling) !== 0) return nameIndex['nickname and last'];
    if ((first & (likeness.same | likeness.similar)) !== 0) return nameIndex.similar;
    if (lastIsClose && (first & likeness.initial) !== 0) return nameIndex['initial and last'];
    if (lastIsClose) return nameIndex['last only'];
  }
  return (first & (isClose | likeness.calling)) === 0 ? nameIndex.else : nameIndex['first only'];
}
