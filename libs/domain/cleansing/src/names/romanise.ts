/** The ways in which a name of any script is spelled in a-z: a set, because every office and every person chooses another. */
// cspell:ignore äöüåø
import anyAscii from 'any-ascii';
import { memo } from '../memo.ts';
import { cyrillicSpellings } from './cyrillic.ts';
import { hanGiven, hanFamily } from './han.ts';
import { koreanFamily } from './korean.ts';
import { isAscii, isFamilyFirst, type Script } from './script.ts';
import { thaiSpelling } from './thai.ts';

export interface Romanised {
  readonly given: readonly string[];
  readonly family: readonly string[];
}

/** So many alternatives at most: each is compared with each of the other side. */
const most = 8;
const remembered = 100_000;

/** Words are in small letters and composed form. */
export function romanise({ given, family }: Romanised, script: Script): readonly Romanised[] {
  if (script === 'latin' && given.every(isAscii) && family.every(isAscii)) return [{ given, family }];
  const givens = alternatives(given, spellingsOfGiven(script));
  const families = alternatives(family, spellingsOfFamily(script));
  return distinct(isFamilyFirst(script) ? everyPair(givens, families) : inStep(givens, families)).slice(0, most);
}

/** Families choose their spelling without regard to the given name. */
const everyPair = (givens: Spellings, families: Spellings): readonly Romanised[] =>
  families.flatMap((family) => givens.map((given) => ({ given, family })));

/** Spellings of one system stand at one place: the first of one part goes with the first of the other. */
const inStep = (givens: Spellings, families: Spellings): readonly Romanised[] =>
  Array.from({ length: Math.max(givens.length, families.length) }, (_, system) => ({
    given: givens[system] ?? givens[0] ?? [],
    family: families[system] ?? families[0] ?? [],
  }));

/** One alternative for each system; a word that a system has no own spelling for keeps its first. */
function alternatives(words: readonly string[], spell: (word: string) => Spellings): readonly (readonly string[])[] {
  const spelled = words.map(spell);
  const systems = Math.max(1, ...spelled.map((ways) => ways.length));
  return Array.from({ length: systems }, (_, system) => spelled.flatMap((ways) => ways[system] ?? ways[0] ?? []));
}

/** Each alternative is one or several words. */
type Spellings = readonly (readonly string[])[];

const one = (spellings: readonly string[]): Spellings =>
  spellings.map((spelling) => (spelling === '' ? [] : [spelling]));

/** Any script, sign by sign. */
const plainSpelling = (word: string): string =>
  anyAscii(word)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');

const anyWord = memo((word) => one([plainSpelling(word), germanSpelling(word)]), remembered);
const cyrillicWord = memo((word) => one(cyrillicSpellings(word)), remembered);
const thaiWord = memo((word) => one([thaiSpelling(word), plainSpelling(word)]), remembered);
const hanGivenWord = memo(hanGiven, remembered);
const hanFamilyWord = memo((word) => one(hanFamily(word)), remembered);
const koreanFamilyWord = memo((word) => one(koreanFamily(word)), remembered);

function spellingsOfGiven(script: Script): (word: string) => Spellings {
  if (script === 'cyrillic') return cyrillicWord;
  if (script === 'thai') return thaiWord;
  return script === 'han' ? hanGivenWord : anyWord;
}

function spellingsOfFamily(script: Script): (word: string) => Spellings {
  if (script === 'han') return hanFamilyWord;
  return script === 'hangul' ? koreanFamilyWord : spellingsOfGiven(script);
}

const pairs: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', å: 'aa', ø: 'oe' };

/** Müller is Mueller where a keyboard has no ü. */
const germanSpelling = (word: string): string => plainSpelling(word.replace(/[äöüåø]/g, (sign) => pairs[sign] ?? sign));

function distinct(all: readonly Romanised[]): readonly Romanised[] {
  const byText = new Map(all.map((one) => [`${one.given.join(' ')}|${one.family.join(' ')}`, one]));
  return [...byText.values()];
}
