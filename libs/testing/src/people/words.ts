// cspell:ignore Øđæı
/** A word as its bearers write it, with the Latin spellings that papers, clerks and friends give it. */
export interface Word {
  readonly native: string;
  /** The usual spelling first; never empty. */
  readonly latin: readonly string[];
  /** The usual Latin spelling as it may stand before an @. */
  readonly mailbox: string;
}

/** Latin letters that do not decompose into a letter and a mark. */
const wholeLetters: Readonly<Record<string, string>> = {
  ł: 'l',
  Ł: 'L',
  ß: 'ss',
  ø: 'o',
  Ø: 'O',
  đ: 'd',
  æ: 'ae',
  ı: 'i',
};
const germanic: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', Ä: 'Ae', Ö: 'Oe', Ü: 'Ue' };

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[łŁßøØđæı]/g, (letter) => wholeLetters[letter] ?? letter);

/** `Müller`: Muller, Mueller. */
export const withoutMarks = (text: string): readonly string[] => [
  ...new Set([plain(text), plain(text.replaceAll(/[äöüÄÖÜ]/g, (letter) => germanic[letter] ?? letter))]),
];

/** `王=Wang/Wong`; `spell` gives the Latin spellings of a word that has none written beside it. */
export function readWord(text: string, spell: (native: string) => readonly string[]): Word {
  const [native = '', latin] = text.replaceAll('_', ' ').split('=', 2);
  return word(native, latin === undefined ? spell(native) : latin.split('/'));
}

export const word = (native: string, latin: readonly string[]): Word => ({
  native,
  latin,
  mailbox: plain(latin[0] ?? native)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, ''),
});

export const readWords = (text: string, spell: (native: string) => readonly string[]): readonly Word[] =>
  text
    .split(/\s+/)
    .filter((part) => part !== '')
    .map((part) => readWord(part, spell));

/** Every first part with every second; the parts keep to one way of spelling as far as both know it. */
export function composed(firsts: readonly Word[], seconds: readonly Word[]): readonly Word[] {
  return firsts.flatMap((first) => seconds.map((second) => join(first, second)));
}

function join(first: Word, second: Word): Word {
  const ways = Math.max(first.latin.length, second.latin.length);
  const latin = Array.from({ length: ways }, (_, way) => capitalised(`${spelled(first, way)}${spelled(second, way)}`));
  return word(capitalised(`${first.native}${second.native}`), [...new Set(latin)]);
}

/** The spelling of that way, or the usual one. */
export const spelled = (word: Word, way: number): string => word.latin[way] ?? word.latin[0] ?? word.native;

/** A particle keeps its small letter, what it belongs to gets a capital: `van der ` and `berg` make `van der Berg`. */
function capitalised(text: string): string {
  const at = text.lastIndexOf(' ') + 1;
  return at === 0 && !/^\p{Lu}/u.test(text)
    ? text
    : `${text.slice(0, at)}${text.charAt(at).toUpperCase()}${text.slice(at + 1)}`;
}
