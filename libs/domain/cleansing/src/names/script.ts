/** The writing system of a text, by its first letter that tells. */

export type Script =
  | 'latin'
  | 'cyrillic'
  | 'greek'
  | 'han'
  | 'kana'
  | 'hangul'
  | 'thai'
  | 'arabic'
  | 'hebrew'
  | 'devanagari'
  | 'armenian'
  | 'georgian'
  | 'other';

const scripts: readonly (readonly [Script, RegExp])[] = [
  ['cyrillic', /\p{Script=Cyrillic}/u],
  ['greek', /\p{Script=Greek}/u],
  // One kana makes a name Japanese, however much Han stands around it.
  ['kana', /[\p{Script=Hiragana}\p{Script=Katakana}]/u],
  ['hangul', /\p{Script=Hangul}/u],
  ['han', /\p{Script=Han}/u],
  ['thai', /\p{Script=Thai}/u],
  ['arabic', /\p{Script=Arabic}/u],
  ['hebrew', /\p{Script=Hebrew}/u],
  ['devanagari', /\p{Script=Devanagari}/u],
  ['armenian', /\p{Script=Armenian}/u],
  ['georgian', /\p{Script=Georgian}/u],
  ['latin', /\p{Script=Latin}/u],
];

/** Where scripts mix, the one that is not Latin says more about the order and the sound of a name. */
export function scriptOf(text: string): Script {
  if (isAscii(text)) return /[A-Za-z]/.test(text) ? 'latin' : 'other';
  for (const [script, letters] of scripts) if (letters.test(text)) return script;
  return 'other';
}

/** The common case, told apart before anything slower is asked. */
export function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) > 0x7f) return false;
  return true;
}

const alphabetic: ReadonlySet<Script> = new Set(['latin', 'cyrillic', 'greek', 'hebrew', 'armenian', 'georgian']);

/** One letter of an alphabet stands for a name; one Han sign is a name. */
export const isInitial = (token: string): boolean =>
  token.length > 0 && Array.from(token).length === 1 && alphabetic.has(scriptOf(token));

/** Scripts whose names put the family first. */
export const isFamilyFirst = (script: Script): boolean => script === 'han' || script === 'hangul' || script === 'kana';
