/** Finds international bank account numbers in a text: the country says how long one is, so that the words after it are none of it. */
import { iban } from './check-digits.ts';
import { ibanLengths } from './iban-lengths.ts';
import { plainText, separators, type Span, standsAlone } from './plain-text.ts';

const beginnings = new RegExp(String.raw`(?<![\p{L}\p{N}])[A-Za-z]{2}[${separators}]?\d{2}`, 'gu');
const separator = new RegExp(`[${separators}]`);

export function findIbans(text: string): readonly Span[] {
  const plain = plainText(text);
  if (plain.search(beginnings) < 0) return [];
  return [...plain.matchAll(beginnings)].flatMap(({ index }) => {
    const span = cut(plain, index);
    return span && standsAlone(plain, span) && iban(bare(plain, span)) ? [span] : [];
  });
}

const bare = (text: string, { start, end }: Span): string =>
  text
    .slice(start, end)
    .replaceAll(/[^A-Za-z\d]/g, '')
    .toUpperCase();

/** As many characters as an IBAN of the country has, with at most one separator between two of them. */
function cut(text: string, start: number): Span | undefined {
  let missing = ibanLengths.get(text.slice(start, start + 2).toUpperCase()) ?? 0;
  if (missing === 0) return undefined;
  let wasSeparator = false;
  for (let at = start; at < text.length; at += 1) {
    const isPart = /[A-Za-z\d]/.test(text.charAt(at));
    if (isPart) missing -= 1;
    else if (wasSeparator || !separator.test(text.charAt(at))) return undefined;
    wasSeparator = !isPart;
    if (missing === 0) return { start, end: at + 1 };
  }
  return undefined;
}
