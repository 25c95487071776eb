/** Levels as rows tell them: settled as in the ladders, unknown, or open. */
import { comparisons, type Field } from '../comparisons/fields.ts';
import { unknown } from '../comparisons/level.ts';

/** No better than this, if neither side turns out to say nothing. */
export const open = (best: number): number => unknown - 1 - best;

export const isOpen = (level: number): boolean => level < unknown;

const placeOf = (wanted: Field): number => comparisons.findIndex(({ field }) => field === wanted);

/** Of each field, among all comparisons. */
export const place = {
  name: placeOf('name'),
  birth: placeOf('birth'),
  email: placeOf('email'),
  phone: placeOf('phone'),
  number: placeOf('number'),
  postcode: placeOf('postcode'),
  address: placeOf('address'),
  city: placeOf('city'),
} as const;

type BitsOfFields = Readonly<Record<Field, Float64Array>>;

/** What each level adds, an open one at most, in one flat list; rarity of names left out. */
export function listOf(settled: BitsOfFields, most?: BitsOfFields): Float64Array {
  const list = new Float64Array(comparisons.length * levelsOfField);
  for (const [at, { field }] of comparisons.entries()) {
    for (const [level, bits] of settled[field].entries()) list[entryOf(at, level)] = bits;
    for (const [level, bits] of most?.[field].entries() ?? []) list[entryOf(at, open(level))] = Math.max(0, bits);
  }
  return list;
}

const levelsOfField = 32;

export const entryOf = (field: number, level: number): number => field * levelsOfField + levelsOfField / 2 + level;
