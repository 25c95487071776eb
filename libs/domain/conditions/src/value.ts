/** Values found in an event's properties or a profile's traits, and the conditions that they satisfy. */
import { type Conditions, type Scalar } from './condition.ts';
import { parseMoment } from './moment.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** What one event or one profile may say under one path; a longer list is cut. */
const mostValues = 100;
/** A longer text is cut; operands of conditions are never longer. */
const longestText = 512;

/** Every value under a path: the field of that very name, or a path of fields parted by dots; lists are looked through. */
export function valuesAt(fields: Fields, path: string): readonly Scalar[] {
  const found: Scalar[] = [];
  if (Object.hasOwn(fields, path)) collect(fields[path], [], found);
  else if (path.includes('.')) collect(fields, path.split('.'), found);
  return found;
}

function collect(value: unknown, path: readonly string[], found: Scalar[]): void {
  if (found.length >= mostValues) return;
  if (Array.isArray(value)) {
    for (const element of value) collect(element, path, found);
    return;
  }
  const [field, ...rest] = path;
  if (field === undefined) {
    const scalar = scalarOf(value);
    if (scalar !== undefined) found.push(scalar);
  } else if (isFields(value) && Object.hasOwn(value, field)) {
    collect(value[field], rest, found);
  }
}

/** An object without a name for its content only says that it is there. */
function scalarOf(value: unknown): Scalar | undefined {
  switch (typeof value) {
    case 'string':
      return value.length > longestText ? value.slice(0, longestText) : value;
    case 'number':
      return Number.isFinite(value) ? value : undefined;
    case 'boolean':
      return value;
    case 'object':
      return value === null ? undefined : '{}';
    default:
      return undefined;
  }
}

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every condition is met by some value. */
export function satisfies(values: readonly Scalar[], conditions: Conditions, zone: string): boolean {
  if (conditions.exists !== undefined && conditions.exists !== values.length > 0) return false;
  return checksOf(conditions, zone).every((check) => values.some(check));
}

type Check = (value: Scalar) => boolean;

function checksOf(conditions: Conditions, zone: string): readonly Check[] {
  const { equals, in: list, contains, startsWith, gt, gte, lt, lte } = conditions;
  const checks: Check[] = [];
  if (equals !== undefined) checks.push((value) => value === equals);
  if (list !== undefined) checks.push((value) => list.includes(value));
  if (contains !== undefined) checks.push((value) => has(value, contains));
  if (startsWith !== undefined) checks.push((value) => typeof value === 'string' && value.startsWith(startsWith));
  if (gt !== undefined) checks.push(comparing(gt, zone, (difference) => difference > 0));
  if (gte !== undefined) checks.push(comparing(gte, zone, (difference) => difference >= 0));
  if (lt !== undefined) checks.push(comparing(lt, zone, (difference) => difference < 0));
  if (lte !== undefined) checks.push(comparing(lte, zone, (difference) => difference <= 0));
  return checks;
}

const has = (value: Scalar, part: Scalar): boolean =>
  value === part || (typeof value === 'string' && typeof part === 'string' && value.includes(part));

function comparing(operand: number | string, zone: string, accepts: (difference: number) => boolean): Check {
  if (typeof operand === 'number') return (value) => typeof value === 'number' && accepts(value - operand);
  const moment = parseMoment(operand, zone);
  return (value) => {
    const at = momentOf(value, zone);
    return at !== undefined && moment !== undefined && accepts(at - moment);
  };
}

/** The moment that a value names, if it is a date. */
export const momentOf = (value: Scalar | undefined, zone: string): number | undefined =>
  typeof value === 'string' ? parseMoment(value, zone) : undefined;
