/** What a value says, and when one says all that another does. */
import { isObject } from './policies/shape.ts';

/** Also of lists and objects of nothing but blanks: who has left a field empty has not said that others are wrong about it. */
export const isBlank = (value: unknown): boolean =>
  typeof value === 'string'
    ? value.trim() === ''
    : value === null || (typeof value === 'object' && Object.values(value).every(isBlank));

/** Whether an object says all that another says, and more: an address with its street, of one that names its country alone. */
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
