/** Strings in expressions; null or missing in, null out. Positions are code points or UTF-8 bytes, as the name says. */
import { BSONRegExp } from 'bson';
import { StoreError } from '../errors.ts';
import { toRegExp } from '../query/leaf.ts';
import { compareStrings } from '../values/compare.ts';
import { type Doc, doc, isNumeric, toNumber, type Value } from '../values/value.ts';
import { type Eager, type Maybe, missing, named } from './scope.ts';
import { textForm } from './conversion-operators.ts';

function text(operator: string, value: Maybe): string {
  if (typeof value === 'string') return value;
  throw new StoreError(34471, `${operator} requires a string argument`);
}

/** null and missing read as the empty string; numbers and dates as their text. */
const lenient = (operator: string, value: Maybe): string => (missing(value) ? '' : textForm(operator, value));

const $concat: Eager = (args) => {
  if (args.some(missing)) return null;
  return args.map((arg) => text('$concat', arg)).join('');
};

const $split: Eager = ([value, separator]) => {
  if (missing(value) || missing(separator)) return null;
  const by = text('$split', separator);
  if (by === '') throw new StoreError(40087, '$split requires a non-empty separator');
  return text('$split', value).split(by);
};

const codePoints = (value: string): string[] => Array.from(value);

function range(operator: string, value: Maybe): number {
  if (isNumeric(value)) return Math.trunc(toNumber(value));
  throw new StoreError(34450, `${operator}: starting index and length must be numbers`);
}

const $substrCP: Eager = ([value, start, length]) => {
  const from = range('$substrCP', start);
  const count = range('$substrCP', length);
  if (from < 0 || count < 0) throw new StoreError(34455, '$substrCP: starting index and length must not be negative');
  return codePoints(lenient('$substrCP', value))
    .slice(from, from + count)
    .join('');
};

const $substrBytes: Eager = ([value, start, length]) => {
  const bytes = Buffer.from(lenient('$substrBytes', value));
  const from = range('$substrBytes', start);
  const count = range('$substrBytes', length);
  if (from < 0) throw new StoreError(50752, '$substrBytes: starting index must be non-negative');
  const end = count < 0 ? bytes.length : Math.min(bytes.length, from + count);
  const splits = (at: number): boolean => at < bytes.length && ((bytes[at] ?? 0) & 0xc0) === 0x80;
  if (splits(from) || splits(end))
    throw new StoreError(28656, '$substrBytes: Invalid range, in the middle of a UTF-8 character');
  return bytes.toString('utf8', from, end);
};

function indexOf(operator: string, args: readonly Maybe[], units: (value: string) => ArrayLike<unknown>): Value {
  const [value, wanted, start, end] = args;
  if (missing(value)) return null;
  const hay = text(operator, value);
  const needle = text(operator, wanted);
  const size = units(hay).length;
  const [from, to] = [
    start === undefined ? 0 : toNumber(start),
    end === undefined ? size : Math.min(size, toNumber(end)),
  ];
  for (let at = hay.indexOf(needle); at >= 0; at = hay.indexOf(needle, at + 1)) {
    const position = units(hay.slice(0, at)).length;
    if (position >= from && position + units(needle).length <= to) return position;
  }
  return -1;
}

type Side = 'start' | 'end' | 'both';

const trimming =
  (operator: string, side: Side): Eager =>
  ([operand]) => {
    const { input, chars } = named(operator, operand ?? null, ['input', 'chars']);
    if (missing(input)) return null;
    const units = codePoints(text(operator, input));
    const trimmed = chars === undefined ? undefined : new Set(codePoints(text(operator, chars)));
    const drops = (unit: string): boolean => (trimmed ? trimmed.has(unit) : /[\s\0]/.test(unit));
    const first = side === 'end' ? 0 : units.findIndex((unit) => !drops(unit));
    const last = side === 'start' ? units.length - 1 : units.findLastIndex((unit) => !drops(unit));
    return first < 0 ? '' : units.slice(first, last + 1).join('');
  };

const replacing =
  (operator: string, all: boolean): Eager =>
  ([operand]) => {
    const { input, find, replacement } = named(operator, operand ?? null, ['input', 'find', 'replacement']);
    if (missing(input) || missing(find) || missing(replacement)) return null;
    const [hay, needle, put] = [text(operator, input), text(operator, find), text(operator, replacement)];
    return all ? hay.replaceAll(needle, () => put) : hay.replace(needle, () => put);
  };

function matcher(operator: string, operand: Maybe): { input: Maybe; pattern: RegExp | undefined } {
  const { input, regex, options } = named(operator, operand ?? null, ['input', 'regex', 'options']);
  const flags = typeof options === 'string' ? options : '';
  if (missing(regex)) return { input, pattern: undefined };
  if (regex instanceof BSONRegExp) return { input, pattern: toRegExp(regex.pattern, regex.options || flags) };
  return { input, pattern: toRegExp(text(operator, regex), flags) };
}

const $regexMatch: Eager = ([operand]) => {
  const { input, pattern } = matcher('$regexMatch', operand);
  return missing(input) || !pattern ? false : pattern.test(text('$regexMatch', input));
};

function found(hay: string, match: RegExpExecArray): Doc {
  const captures = match.slice(1).map((capture: string | undefined) => capture ?? null);
  return doc({ match: match[0], idx: codePoints(hay.slice(0, match.index)).length, captures });
}

const $regexFind: Eager = ([operand]) => {
  const { input, pattern } = matcher('$regexFind', operand);
  if (missing(input) || !pattern) return null;
  const hay = text('$regexFind', input);
  const match = pattern.exec(hay);
  return match ? found(hay, match) : null;
};

const $regexFindAll: Eager = ([operand]) => {
  const { input, pattern } = matcher('$regexFindAll', operand);
  if (missing(input) || !pattern) return [];
  const hay = text('$regexFindAll', input);
  return [...hay.matchAll(new RegExp(pattern.source, `${pattern.flags}g`))].map((match) => found(hay, match));
};

const asciiOnly = (value: string, from: RegExp, change: (part: string) => string): string =>
  value.replaceAll(from, change);

export const strings: Readonly<Record<string, Eager>> = {
  $concat,
  $split,
  $substrCP,
  $substrBytes,
  $substr: $substrBytes,
  $toLower: ([value]) => asciiOnly(lenient('$toLower', value), /[A-Z]+/g, (part) => part.toLowerCase()),
  $toUpper: ([value]) => asciiOnly(lenient('$toUpper', value), /[a-z]+/g, (part) => part.toUpperCase()),
  $strLenCP: ([value]) => codePoints(text('$strLenCP', value)).length,
  $strLenBytes: ([value]) => Buffer.byteLength(text('$strLenBytes', value)),
  $strcasecmp: ([a, b]) =>
    Math.sign(compareStrings(lenient('$strcasecmp', a).toUpperCase(), lenient('$strcasecmp', b).toUpperCase())),
  $indexOfCP: (args) => indexOf('$indexOfCP', args, codePoints),
  $indexOfBytes: (args) => indexOf('$indexOfBytes', args, (value) => Buffer.from(value)),
  $trim: trimming('$trim', 'both'),
  $ltrim: trimming('$ltrim', 'start'),
  $rtrim: trimming('$rtrim', 'end'),
  $replaceOne: replacing('$replaceOne', false),
  $replaceAll: replacing('$replaceAll', true),
  $regexMatch,
  $regexFind,
  $regexFindAll,
  $toString: ([value]) => (missing(value) ? null : textForm('$toString', value)),
};
