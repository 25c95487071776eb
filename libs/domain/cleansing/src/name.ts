/** The form in which two spellings of a name are compared; the name itself is kept as its owner wrote it. */
// cspell:ignore Д’Артаньян
import { memo } from './memo.ts';

/** `Zoë  SMITH-Jones` → `zoe smith jones`: compatibility forms, case, marks, punctuation and runs of spaces removed. */
export function nameForm(raw: string): string {
  if (/^[A-Za-z0-9]*$/.test(raw)) return raw.toLowerCase();
  return raw.length > longestRemembered ? formOf(raw) : knownForm(raw);
}

// Words of names are shorter; nothing longer comes again often.
const longestRemembered = 40;
const knownForm = memo(formOf, 100_000);

function formOf(raw: string): string {
  return raw
    .normalize('NFKD')
    .replace(/(?<=\p{Script=Latin}|\p{Script=Greek}|\p{Script=Cyrillic})\p{M}+/gu, '')
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replace(apostrophes, '')
    .replace(notOfNames, ' ')
    .trim();
}

/** Stand inside a word without parting it: O'Brien, Д’Артаньян. */
const apostrophes = /['’‘ʼʹ`´]/g;
const notOfNames = /[^\p{L}\p{N}\p{M}]+/gu;

/** The words of a name as written, in composed form and small letters; each has exactly one `nameForm`. */
export function nameWords(raw: string): readonly string[] {
  if (/^[A-Za-z]+$/.test(raw)) return [raw.toLowerCase()];
  const plain = raw.normalize('NFKC').toLowerCase().replace(apostrophes, '').replace(notOfNames, ' ').trim();
  return plain === '' ? [] : plain.split(' ');
}
