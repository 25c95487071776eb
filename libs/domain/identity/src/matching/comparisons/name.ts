/** First and last name share one comparison, as they come from one card and change together. */
import { type MatchForm, type NamePart } from '../form.ts';
import { isSimilar } from '../text/similar.ts';
import { type Level, unknown } from './level.ts';

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

/** Its place in the ladder. */
export const nameLevel: Readonly<Record<NameLevel, number>> = {
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

/** Of names that are close and not equal, or reversed, the more frequent one counts. */
export function rarityOfFirst(level: number, a: MatchForm, b: MatchForm): number {
  return firstCounts[level] === true && a.first && b.first ? Math.min(a.first.rarity, b.first.rarity) : 0;
}

export function rarityOfLast(level: number, a: MatchForm, b: MatchForm): number {
  return lastCounts[level] === true && a.last && b.last ? Math.min(a.last.rarity, b.last.rarity) : 0;
}

export const close = 0.92;
export const similar = 0.88;
/** Below it two names of one script have little in common: neither slips of the finger nor most short forms explain it. */
export const alike = 0.7;

export const nameLevelOf = (a: MatchForm, b: MatchForm): number => levelOfNames(a.first, a.last, b.first, b.last);

type Name = NamePart | undefined;

export function levelOfNames(firstA: Name, lastA: Name, firstB: Name, lastB: Name): number {
  if (firstA && firstB && lastA && lastB) return levelOfBoth(firstA, lastA, firstB, lastB);
  return levelOfSome(firstA, lastA, firstB, lastB);
}

/** One name alone may be either: it is held against both of the other side. */
function levelOfSome(firstA: Name, lastA: Name, firstB: Name, lastB: Name): number {
  if (lastA && lastB && isClose(lastA, lastB)) return nameLevel['last, first unknown'];
  if (firstA && firstB && (isClose(firstA, firstB) || shareNickname(firstA, firstB)))
    return nameLevel['first, last unknown'];
  if ((firstA && lastB && isClose(firstA, lastB)) || (lastA && firstB && isClose(lastA, firstB))) {
    return nameLevel['last, first unknown'];
  }
  return (lastA && lastB) || (firstA && firstB) ? nameLevel.else : unknown;
}

function levelOfBoth(firstA: NamePart, lastA: NamePart, firstB: NamePart, lastB: NamePart): number {
  const sameFirst = isSame(firstA, firstB);
  const sameLast = isSame(lastA, lastB);
  // Two who write `M. Kelley` agree in an initial, however exactly they do.
  if (sameFirst && sameLast) return firstA.isInitial ? nameLevel['initial and last'] : nameLevel.exact;
  if (isClose(firstA, lastB) && isClose(lastA, firstB)) return nameLevel.reversed;
  const lastAgrees = sameLast || areRomanised(lastA, lastB);
  if (lastAgrees && (sameFirst || areRomanised(firstA, firstB))) return nameLevel.romanised;
  if (lastAgrees || isLike(lastA, lastB, similar)) {
    const lastIsClose = lastAgrees || isLike(lastA, lastB, close);
    if (lastIsClose && (sameFirst || isLike(firstA, firstB, close))) return nameLevel.close;
    if (lastIsClose && shareNickname(firstA, firstB)) return nameLevel['nickname and last'];
    if (sameFirst || isLike(firstA, firstB, similar)) return nameLevel.similar;
    if (lastIsClose && isInitialOf(firstA, firstB)) return nameLevel['initial and last'];
    if (lastIsClose) return areDifferent(firstA, firstB) ? nameLevel['last, first different'] : nameLevel['last only'];
  }
  const firstAgrees = sameFirst || isClose(firstA, firstB) || shareNickname(firstA, firstB);
  return firstAgrees ? nameLevel['first only'] : nameLevel.else;
}

const isSame = (a: NamePart, b: NamePart): boolean => a === b || (a.hash === b.hash && a.text === b.text);

const isLike = (a: NamePart, b: NamePart, least: number): boolean => isSimilar(a.latin, b.latin, least);

const isClose = (a: NamePart, b: NamePart): boolean => isSame(a, b) || areRomanised(a, b) || isLike(a, b, close);

const areRomanised = (a: NamePart, b: NamePart): boolean =>
  (a.spellings & b.spellings) !== 0 && haveCommon(a.romanised, b.romanised);

const shareNickname = (a: NamePart, b: NamePart): boolean =>
  (a.sets & b.sets) !== 0 && haveCommon(a.callings, b.callings);

/** Who writes in two scripts often has two names (Eric, 상훈), so that they say less against one person. */
const areDifferent = (a: NamePart, b: NamePart): boolean => isInLatin(a) === isInLatin(b) && !isLike(a, b, alike);

export const isInLatin = ({ text, latin }: NamePart): boolean => text === latin.text;

function haveCommon(a: readonly number[], b: readonly number[]): boolean {
  for (const one of a) for (const other of b) if (one === other) return true;
  return false;
}

/** `M.` and `Masha`, either way round. */
function isInitialOf(a: NamePart, b: NamePart): boolean {
  return (a.isInitial || b.isInitial) && a.latin.text.charCodeAt(0) === b.latin.text.charCodeAt(0);
}
