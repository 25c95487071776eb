/** The tests that a query operator makes of one value found at a path (undefined: missing). */
import { BSONRegExp, MaxKey, MinKey } from 'bson';
import { StoreError } from '../errors.ts';
import { compare, rank } from '../values/compare.ts';
import { identity } from '../values/key.ts';
import { Doc, isNumeric, toNumber, typeCodes, typeName, type Value } from '../values/value.ts';

export type Leaf = (value: Value | undefined) => boolean;

/** The value itself, or any element of it. */
export const each =
  (test: Leaf): Leaf =>
  (value) =>
    Array.isArray(value) ? value.some((element) => test(element)) || test(value) : test(value);

const bad = (message: string): StoreError => new StoreError(2, message);

export function equals(operand: Value): Leaf {
  if (operand === null) return each((value) => value === undefined || value === null);
  if (typeof operand === 'string' || typeof operand === 'boolean') return each((value) => value === operand);
  if (operand instanceof BSONRegExp) {
    const test = matchesRegex(operand);
    return (value) => test(value);
  }
  return each((value) => value !== undefined && compare(value, operand) === 0);
}

export function isIn(operand: Value): Leaf {
  if (!Array.isArray(operand)) throw bad('$in needs an array');
  const patterns = operand.filter((value) => value instanceof BSONRegExp).map(matchesRegex);
  const plain = operand.filter((value) => !(value instanceof BSONRegExp));
  if (plain.some((value) => value instanceof Doc && firstName(value).startsWith('$'))) {
    throw bad('cannot nest $ under $in');
  }
  let known: ReadonlySet<string> | undefined; // nobody asks where an index has found them
  const withNull = operand.includes(null);
  const test = each((value) => {
    known ??= new Set(plain.map(identity));
    return value === undefined ? withNull : known.has(identity(value));
  });
  return patterns.length === 0 ? test : (value) => test(value) || patterns.some((pattern) => pattern(value));
}

export const firstName = (document: Doc): string => {
  for (const name in document) return name;
  return '';
};

type Verdict = (difference: number) => boolean;

/** A comparison within the operand's kind of type. */
export function compares(operand: Value, verdict: Verdict): Leaf {
  if (operand instanceof MinKey || operand instanceof MaxKey) {
    return each((value) => verdict(compare(value ?? null, operand)));
  }
  if (operand instanceof BSONRegExp) throw bad("Can't have RegEx as arg to predicate over field");
  const kind = rank(operand);
  const notANumber = isNumeric(operand) && Number.isNaN(toNumber(operand));
  return each((found) => {
    const value = found === undefined && operand === null ? null : found;
    if (rank(value) !== kind) return false;
    if (kind === 10 && Number.isNaN(toNumber(value)) !== notANumber) return false;
    return verdict(compare(value, operand));
  });
}

export function hasType(operand: Value): Leaf {
  const wanted = (Array.isArray(operand) ? operand : [operand]).map(typeTest);
  return each((value) => value !== undefined && wanted.some((test) => test(value)));
}

function typeTest(wanted: Value): (value: Value) => boolean {
  if (wanted === 'number') return isNumeric;
  if (typeof wanted === 'string') {
    if (!Object.hasOwn(typeCodes, wanted)) throw bad(`Unknown type name alias: ${wanted}`);
    return (value) => typeName(value) === wanted;
  }
  const code = toNumber(wanted);
  if (!Object.values<number>(typeCodes).includes(code)) throw bad(`Invalid numerical type code: ${code}`);
  return (value) => typeCodes[typeName(value)] === code;
}

export function hasSize(operand: Value): Leaf {
  const size = toNumber(operand);
  if (!Number.isInteger(size) || size < 0) throw bad('Failed to parse $size. Expected a non-negative integer');
  return (value) => Array.isArray(value) && value.length === size;
}

export function modulo(operand: Value): Leaf {
  if (!Array.isArray(operand) || operand.length < 2) throw bad('malformed mod, not enough elements');
  const [divisor, remainder] = operand.map((value) => Math.trunc(toNumber(value)));
  if (divisor === undefined || remainder === undefined || Number.isNaN(divisor)) throw bad('malformed mod');
  if (divisor === 0) throw bad('divisor cannot be 0');
  return each((value) => isNumeric(value) && Math.trunc(toNumber(value)) % divisor === remainder);
}

export function matchesRegex(pattern: BSONRegExp): Leaf {
  const compiled = toRegExp(pattern.pattern, pattern.options);
  return each((value) =>
    typeof value === 'string'
      ? compiled.test(value)
      : value instanceof BSONRegExp && value.pattern === pattern.pattern && value.options === pattern.options,
  );
}

/** The JavaScript form of a PCRE pattern: flags i, m, s, x and a leading `(?i)`. */
export function toRegExp(pattern: string, options: string): RegExp {
  const inline = /^\(\?([imsx]+)\)/.exec(pattern);
  const flags = new Set(options + (inline?.[1] ?? ''));
  for (const flag of flags)
    if (!'imsxu'.includes(flag)) throw new StoreError(2, `invalid flag in regex options: ${flag}`);
  let source = inline ? pattern.slice(inline[0].length) : pattern;
  if (flags.has('x')) source = source.replaceAll(/\\.|\s+|#[^\n]*/g, (part) => (part.startsWith('\\') ? part : ''));
  try {
    return new RegExp(source, [...flags].filter((flag) => 'ims'.includes(flag)).join('') + 'u');
  } catch {
    return plainRegExp(source, [...flags].filter((flag) => 'ims'.includes(flag)).join(''));
  }
}

/** Without the unicode flag JavaScript accepts the needless escapes that PCRE accepts. */
function plainRegExp(source: string, flags: string): RegExp {
  try {
    return new RegExp(source, flags);
  } catch (error) {
    throw new StoreError(2, `Regular expression is invalid: ${error instanceof Error ? error.message : source}`);
  }
}
