/** What a value says, and when one says all that another does, and more. */
import { isObject } from './policies/shape.ts';

/** Also of lists and objects of nothing but blanks: who has left a field empty has not said that others are wrong about it. */
export const isBlank = (value: unknown): boolean =>
  typeof value === 'string'
    ? value.trim() === ''
    : value === null || (typeof value === 'object' && Object.values(value).every(isBlank));

/** Of objects: an address with its street says more than one that names its country alone. */
export function completes(more: unknown, less: unknown): boolean {
  if (!isObject(more) || !isObject(less)) return false;
  const said = membersSaid(less);
  return (
    membersSaid(more).length > said.length &&
    said.every(([name, value]) => JSON.stringify(more[name]) === JSON.stringify(value))
  );
}

const membersSaid = (value: object): readonly (readonly [string, unknown])[] =>
  Object.entries(value).filter(([, member]) => !isBlank(member));

/** Of names: `Masha Kelley` spells out `M. Kelley`, and `Masha` `M`. */
export function spellsOut(more: unknown, less: unknown): boolean {
  const [whole, short] = [wordsOf(more), wordsOf(less)];
  return (
    whole.length === short.length &&
    short.some((word, at) => word !== whole[at]) &&
    short.every((word, at) => word === whole[at] || (isInitial(word) && whole[at]?.startsWith(word) === true))
  );
}

export const hasInitial = (name: unknown): boolean => wordsOf(name).some(isInitial);

const wordsOf = (name: unknown): readonly string[] =>
  typeof name === 'string'
    ? (name
        .normalize('NFKC')
        .toLowerCase()
        .match(/[^\s.]+/gu) ?? [])
    : [];

/** A letter that could be a capital: in scripts without them a name of one character is whole. */
const isInitial = (word: string): boolean => word.toUpperCase() !== word && /^\p{L}\p{M}*$/u.test(word);
