// cspell:ignore cres gdns
/** A street as it is compared: its house number and its telling words. */
import { readStreet } from '@tributary/domain-cleansing';
import { isShort } from '../comparisons/place.ts';
import { type Street, type Word } from '../form.ts';

/** `line`: house number and street, as an address has them. */
export function streetOf(line: string, wordOf: (text: string) => Word): Street | undefined {
  const read = readStreet([line]);
  if (read === undefined) return undefined;
  const { houseNumber, unit, tokens } = read;
  const telling = tokens.filter((word) => !generic.has(word));
  const words = [houseNumber, unit, ...(telling.length > 0 ? telling : tokens)].filter((word) => word !== undefined);
  const known = [...new Set(words)].sort().map(wordOf);
  return {
    text: known.map(({ text }) => text).join('\n'),
    words: known,
    size: known.length,
    marks: marksOf(known),
    shortMarks: marksOf(known.filter(isShort)),
  };
}

const marksOf = (words: readonly Word[]): number => words.reduce((marks, { hash }) => marks | (1 << (hash & 31)), 0);

/** What half of all streets are called tells none from another. In the spellings of cleansing. */
const generic = new Set(
  'st str rd av blvd ln dr ct pl sq ter cres cl gdns gr hwy cir pde way weg rue de la via v c ul ул вул пр пер пл наб cad sok ถ ซ'.split(
    ' ',
  ),
);
