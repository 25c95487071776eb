/** Texts as patterns can read them: digits of other scripts and full-width letters are those of ASCII, each in its place. */

const others = /[\uff01-\uff5e\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/;
const each = new RegExp(others, 'g');

/** As long as the text was, so that a place in one is the same place in the other. */
export const plainText = (text: string): string =>
  others.test(text) ? text.replaceAll(each, (character) => String.fromCharCode(plainCode(character))) : text;

function plainCode(character: string): number {
  const code = character.charCodeAt(0);
  if (code >= 0xff01) return code - 0xff01 + 0x21;
  return 0x30 + (code - (code >= 0x0966 ? 0x0966 : code >= 0x06f0 ? 0x06f0 : 0x0660));
}

/** What people write between groups of digits: one space of any width, hyphen or dot. */
export const separators = String.raw` \u00a0\u2007\u2009\u202f.\-\u2010-\u2015`;

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Whether a part of a text is not part of a longer word or number. */
export const standsAlone = (text: string, { start, end }: Span): boolean =>
  !/[\p{L}\p{N}]$/u.test(text.slice(Math.max(0, start - 2), start)) && !/^[\p{L}\p{N}]/u.test(text.slice(end, end + 2));
