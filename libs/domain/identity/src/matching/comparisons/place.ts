/** Where somebody lives: postcode, street and town. The town speaks only where the postcode does not. */
import { type MatchForm, type Postcode, type Street, type Word } from '../form.ts';
import { countBits } from '../text/letters.ts';
import { isOneEdit, mayBeOneEdit } from '../text/one-edit.ts';
import { isSimilar } from '../text/similar.ts';
import { type Level, unknown } from './level.ts';

export const postcodeLevels = [
  { name: 'full', rank: 0 },
  { name: 'sector', rank: 1 },
  { name: 'one edit', rank: 1 },
  { name: 'district', rank: 2 },
  { name: 'area', rank: 3 },
  { name: 'else', rank: 4 },
] as const satisfies readonly Level[];

const district = 3;

export function postcodeLevelOf(a: MatchForm, b: MatchForm): number {
  return a.postcode && b.postcode ? levelOfPostcodes(a.postcode, b.postcode) : unknown;
}

function levelOfPostcodes(a: Postcode, b: Postcode): number {
  if (a === b || (a.hash === b.hash && a.text === b.text)) return 0;
  if (a.sector === b.sector) return 1;
  if (mayBeOneEdit(a.digits, b.digits) && isOneEdit(a.text, b.text)) return 2;
  if (a.district === b.district) return 3;
  return a.area !== 0 && a.area === b.area ? 4 : 5;
}

export const addressLevels = [
  { name: 'same', rank: 0 },
  { name: 'similar', rank: 1 },
  { name: 'else', rank: 2 },
] as const satisfies readonly Level[];

export const addressLevelOf = ({ street: a }: MatchForm, { street: b }: MatchForm): number =>
  a && b ? levelOfStreets(a, b) : unknown;

export function levelOfStreets(a: Street, b: Street): number {
  if (a === b || areSame(a.words, b.words)) return 0;
  if (bestLevelOfStreets(a, b) === 2) return 2;
  return levelOfShare(sharedWords(a, b));
}

const levelOfShare = (share: number): number => (share >= 0.8 ? 0 : share >= 0.5 ? 1 : 2);

/** The best level that two streets may have, by their short words alone: what has no equal in the other is not shared. */
const bestLevelOfStreets = (a: Street, b: Street): number =>
  levelOfMarks(a.shortMarks & ~b.marks, b.shortMarks & ~a.marks, a.size + b.size);

/** `onlyA`, `onlyB`: marks of short words without an equal; `words`: of both. */
export const levelOfMarks = (onlyA: number, onlyB: number, words: number): number =>
  levelOfShare(1 - (countBits(onlyA) + countBits(onlyB)) / words);

/** Word for word: a lexicon gives one word once, so the usual case needs no look into the words. */
const areSame = (a: readonly Word[], b: readonly Word[]): boolean =>
  a.length > 0 && a.length === b.length && a.every((word, i) => word === b[i]);

/** Of all words of both streets the share that the other has too; long words may be misspelled (Dice). */
const sharedWords = (a: Street, b: Street): number =>
  (countShared(a.words, b.words) + countShared(b.words, a.words)) / (a.words.length + b.words.length);

function countShared(words: readonly Word[], others: readonly Word[]): number {
  let shared = 0;
  for (const word of words) {
    for (const other of others) {
      if (!isAlike(word, other)) continue;
      shared += 1;
      break;
    }
  }
  return shared;
}

/** Numbers must be equal; a word shorter than five letters too. */
function isAlike(a: Word, b: Word): boolean {
  if (a === b || (a.hash === b.hash && a.text === b.text)) return true;
  return !isShort(a) && !isShort(b) && isSimilar(a, b, 0.9);
}

export const isShort = ({ size }: Word): boolean => size < 5;

export const cityLevels = [
  { name: 'same', rank: 0 },
  { name: 'similar', rank: 1 },
  { name: 'else', rank: 2 },
] as const satisfies readonly Level[];

/** A town follows from the postcode: agreement on both would count one fact twice. */
export const cityLevelOf = (a: MatchForm, b: MatchForm): number => cityLevelBeside(postcodeLevelOf(a, b), a, b);

/** `postcode`: its level. */
export const townSpeaks = (postcode: number): boolean => postcode === unknown || postcode > district;

/** As `cityLevelOf`, where the level of the postcode is known already. */
export const cityLevelBeside = (postcode: number, { city: a }: MatchForm, { city: b }: MatchForm): number =>
  a && b && townSpeaks(postcode) ? levelOfTowns(a, b) : unknown;

export const levelOfTowns = (a: Word, b: Word): number =>
  a === b || a.text === b.text ? 0 : isSimilar(a, b, 0.9) ? 1 : 2;
