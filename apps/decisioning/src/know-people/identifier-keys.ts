/** How identifiers are written as keys: one text of type and value. */
import { type Identifier } from '@tributary/contracts';

export const keyOf = ({ type, value }: Identifier): string => `${type}|${value}`;

/** As it was sent, and without the freedoms that people take with case and blanks (identifiers are published cleansed). */
export function keysOf({ type, value }: Identifier): readonly string[] {
  const plain = value.trim().toLowerCase();
  return plain === value ? [keyOf({ type, value })] : [keyOf({ type, value }), keyOf({ type, value: plain })];
}
