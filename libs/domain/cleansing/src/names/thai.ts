/** Thai names in a-z by the Royal system, as far as letters alone tell; vowels that stand before their consonant are heard after it. */
import anyAscii from 'any-ascii';
// cspell:disable

/** Sound at the start of a syllable; at its end. */
const consonants: Readonly<Record<string, readonly [string, string]>> = {
  ...sounds('ก', 'k', 'k'),
  ...sounds('ขฃคฅฆ', 'kh', 'k'),
  ...sounds('ง', 'ng', 'ng'),
  ...sounds('จ', 'ch', 't'),
  ...sounds('ฉชฌ', 'ch', 't'),
  ...sounds('ซศษส', 's', 't'),
  ...sounds('ญย', 'y', 'n'),
  ...sounds('ฎด', 'd', 't'),
  ...sounds('ฏต', 't', 't'),
  ...sounds('ฐฑฒถทธ', 'th', 't'),
  ...sounds('ณน', 'n', 'n'),
  ...sounds('บ', 'b', 'p'),
  ...sounds('ป', 'p', 'p'),
  ...sounds('ผพภ', 'ph', 'p'),
  ...sounds('ฝฟ', 'f', 'p'),
  ...sounds('ม', 'm', 'm'),
  ...sounds('ร', 'r', 'n'),
  ...sounds('ลฬ', 'l', 'n'),
  ...sounds('ว', 'w', 'o'),
  ...sounds('หฮ', 'h', ''),
  ...sounds('อ', '', ''),
};

function sounds(letters: string, start: string, end: string): Readonly<Record<string, readonly [string, string]>> {
  return Object.fromEntries(Array.from(letters).map((letter) => [letter, [start, end] as const]));
}

/** Patterns of a syllable, the fullest first: the vowel around the consonants, and what is heard. */
const vowels: readonly (readonly [RegExp, string])[] = [
  [/^เ(C)ียว?/u, 'ia'],
  [/^เ(C)ือ/u, 'uea'],
  [/^เ(C)าะ/u, 'o'],
  [/^เ(C)า/u, 'ao'],
  [/^เ(C)ิ/u, 'oe'],
  [/^เ(C)อ/u, 'oe'],
  [/^แ(C)/u, 'ae'],
  [/^เ(C)/u, 'e'],
  [/^โ(C)/u, 'o'],
  [/^[ใไ](C)ย?/u, 'ai'],
  [/^(C)ัว/u, 'ua'],
  [/^(C)ัย/u, 'ai'],
  [/^(C)ั/u, 'a'],
  [/^(C)รร/u, 'a'],
  [/^(C)ำ/u, 'am'],
  [/^(C)าย/u, 'ai'],
  [/^(C)าว/u, 'ao'],
  [/^(C)[าะ]/u, 'a'],
  [/^(C)[ิี]/u, 'i'],
  [/^(C)[ึืุู]/u, 'u'],
  [/^(C)อ(?=C|$)/u, 'o'],
];
const cluster = '(?:[กขคตทปผพ][รลว]|ห[งญนมยรลว]|[ก-ฮ])';
const patterns = vowels.map(
  ([pattern, vowel]) =>
    [new RegExp(pattern.source.replace('(C)', `(${cluster})`).replace('(?=C', '(?=[ก-ฮ]'), 'u'), vowel] as const,
);
// cspell:enable

const marks = /[็-๎]/g;
/** A letter under this sign is silent, and so is its vowel. */
const silent = /[ก-ฮ][ิุ]?์/g;

const startSound = (letters: string): string => {
  const heard = letters.length > 1 && letters.startsWith('ห') ? letters.slice(1) : letters;
  return Array.from(heard)
    .map((letter) => consonants[letter]?.[0] ?? '')
    .join('');
};

/** Where a consonant closes the syllable: no vowel of its own follows, and none stands before the next. */
const closes = /^([ก-ฮ])(?![ะ-ฺ]|รร|อ(?:[ก-ฮ]|$))/u;

/** A word of Thai letters; empty where it has none. */
export function thaiSpelling(word: string): string {
  let rest = word.replace(silent, '').replace(marks, '');
  let heard = '';
  while (rest !== '') {
    const [spelled, length] = syllable(rest);
    heard += spelled;
    rest = rest.slice(length);
  }
  return anyAscii(heard)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}

function syllable(text: string): readonly [string, number] {
  for (const [pattern, vowel] of patterns) {
    const found = pattern.exec(text);
    if (!found) continue;
    const end = closing(text.slice(found[0].length), vowel);
    return [startSound(found[1] ?? '') + vowel + end, found[0].length + (end === '' ? 0 : 1)];
  }
  // Two consonants without a vowel hold an unwritten o; one alone an a.
  const first = text.charAt(0);
  const start = consonants[first];
  if (!start) return [first, 1];
  const end = closing(text.slice(1), 'o');
  return end === '' ? [`${start[0]}${text.length > 1 ? 'a' : ''}`, 1] : [`${start[0]}o${end}`, 2];
}

function closing(rest: string, vowel: string): string {
  if (vowel === 'am' || vowel === 'ai' || vowel === 'ao') return '';
  const found = closes.exec(rest);
  return found ? (consonants[found[1] ?? '']?.[1] ?? '') : '';
}
