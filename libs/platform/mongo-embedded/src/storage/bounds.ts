/** Key intervals of an index from the conditions on its fields. */
import { BSONRegExp, MaxKey, MinKey } from 'bson';
import { type Conjunct } from '../query/filter.ts';
import { rank } from '../values/compare.ts';
import { afterPrefix, encodeKey } from '../values/key.ts';
import { Doc, isNumeric, toNumber, type Value } from '../values/value.ts';
import { type Index } from './secondary-index.ts';
import { topOf } from '../values/path.ts';

/** Keys from `low` (included) to `high` (excluded). */
export interface Interval {
  readonly low: Buffer;
  readonly high: Buffer;
  /** The whole key is known: at most one row of a unique index. */
  readonly point: boolean;
}

export interface IndexBounds {
  readonly intervals: readonly Interval[];
  /** Leading fields fixed to single values. */
  readonly fixed: number;
  /** Leading fields fixed to one of several values, the fixed ones included. */
  readonly points: number;
  readonly ranged: boolean;
  /** Conjuncts that the intervals already guarantee. */
  readonly covered: ReadonlySet<Conjunct>;
}

const combinationLimit = 10_000; // intervals of one plan: more of them would cost more than they save

interface Points {
  readonly values: readonly Value[];
  readonly source: Conjunct;
  readonly exact: boolean;
}

export function indexBounds(index: Index, conjuncts: readonly Conjunct[]): IndexBounds {
  const covered = new Set<Conjunct>();
  let prefixes: Buffer[] = [Buffer.alloc(0)];
  let [fixed, points] = [0, 0];
  for (const [at, { path, direction }] of index.fields.entries()) {
    const found = isOfBoundArray(index, at) ? undefined : pointsFor(path, conjuncts);
    if (!found || prefixes.length * found.values.length > combinationLimit) break;
    if (fixed === points && found.values.length === 1) fixed++;
    points++;
    const keys = found.values.map((value) => encodeKey([value], [direction < 0]));
    prefixes = points === 1 ? keys : prefixes.flatMap((prefix) => keys.map((key) => Buffer.concat([prefix, key])));
    if (found.exact) covered.add(found.source);
  }
  const next = index.fields[points];
  const range = next && !isOfBoundArray(index, points) ? rangeFor(next.path, conjuncts, index.multikey) : undefined;
  const point = points === index.fields.length;
  const intervals = prefixes.map((prefix) =>
    next && range
      ? between(prefix, range, next.direction < 0)
      : { low: prefix, high: Buffer.concat([prefix, afterPrefix]), point },
  );
  if (intervals.length > 1) intervals.sort((a, b) => Buffer.compare(a.low, b.low));
  if (!index.multikey) for (const conjunct of range?.covered ?? []) covered.add(conjunct);
  return { intervals: distinct(intervals), fixed, points, ranged: range !== undefined, covered };
}

/** Conditions on two fields of one array may be met by different elements, of which no key tells. */
const isOfBoundArray = ({ multikey, fields }: Index, at: number): boolean =>
  multikey && fields.slice(0, at).some(({ path }) => topOf(path) === topOf(fields[at]?.path ?? ''));

const distinct = (intervals: readonly Interval[]): readonly Interval[] =>
  intervals.filter((interval, i) => i === 0 || intervals[i - 1]?.low.equals(interval.low) !== true);

const indexable = (value: Value): boolean => !Array.isArray(value) && !(value instanceof BSONRegExp);

function pointsFor(path: string, conjuncts: readonly Conjunct[]): Points | undefined {
  let best: Points | undefined;
  for (const conjunct of conjuncts) {
    const { condition } = conjunct;
    if (condition?.path !== path) continue;
    const found = pointValues(condition.operator, condition.operand);
    if (found?.every(indexable) !== true || (best && best.values.length <= found.length)) continue;
    best = { values: found, source: conjunct, exact: !found.includes(null) };
  }
  return best;
}

function pointValues(operator: string, operand: Value): readonly Value[] | undefined {
  if (operator === '$eq') return [operand];
  return operator === '$in' && Array.isArray(operand) ? operand : undefined;
}

/** Bounds in the order of values, encoded ascending. */
interface Range {
  low?: { key: Buffer; included: boolean };
  high?: { key: Buffer; included: boolean };
  kind: number;
  readonly covered: Conjunct[];
}

function rangeFor(path: string, conjuncts: readonly Conjunct[], multikey: boolean): Range | undefined {
  let range: Range | undefined;
  for (const conjunct of conjuncts) {
    const { condition } = conjunct;
    if (condition?.path !== path) continue;
    const kind = rank(condition.operand);
    if (condition.operator === '$regex') range ??= prefixRange(condition.operand);
    if (!rangeable(condition.operand) || !['$gt', '$gte', '$lt', '$lte'].includes(condition.operator)) continue;
    if (range && (multikey || range.kind !== kind)) continue;
    range ??= { kind, covered: [] };
    narrow(range, condition.operator, encodeKey([condition.operand]));
    range.covered.push(conjunct);
  }
  return range;
}

function rangeable(value: Value): boolean {
  if (value === null || value instanceof Doc || value instanceof MinKey || value instanceof MaxKey) return false;
  return indexable(value) && !(isNumeric(value) && Number.isNaN(toNumber(value)));
}

function narrow(range: Range, operator: string, key: Buffer): void {
  const included = operator.endsWith('e');
  if (operator.startsWith('$gt')) {
    const order = range.low ? Buffer.compare(key, range.low.key) : 1;
    if (order > 0 || (order === 0 && !included)) range.low = { key, included };
    return;
  }
  const order = range.high ? Buffer.compare(key, range.high.key) : -1;
  if (order < 0 || (order === 0 && !included)) range.high = { key, included };
}

/** `^literal` reads the strings that start so; the pattern itself is still tested. */
function prefixRange(operand: Value): Range | undefined {
  const pattern = operand instanceof BSONRegExp ? operand : undefined;
  const literal = /^\^([\w @:/-]+)/.exec(pattern?.pattern ?? '')?.[1];
  if (literal === undefined || pattern?.options !== '') return undefined;
  const rest = pattern.pattern.slice(literal.length + 1);
  if (pattern.pattern.includes('|')) return undefined;
  const certain = /^[*?{+]/.test(rest) ? literal.slice(0, -1) : literal; // the last character may be repeated zero times
  const key = encodeKey([certain]).subarray(0, -2);
  return {
    kind: rank(''),
    low: { key, included: true },
    high: { key: Buffer.concat([key, afterPrefix]), included: false },
    covered: [],
  };
}

const nan = 0; // NaN sorts below all numbers but is in no range of them

function between(prefix: Buffer, range: Range, descending: boolean): Interval {
  const lowest = range.kind === rank(nan) ? encodeKey([-Infinity]) : Buffer.from([range.kind]);
  const low = range.low ?? { key: lowest, included: true };
  const high = range.high ?? { key: Buffer.from([range.kind]), included: true };
  const after = ({ key, included }: { key: Buffer; included: boolean }, want: boolean): Buffer =>
    included === want ? Buffer.concat([prefix, key, afterPrefix]) : Buffer.concat([prefix, key]);
  if (!descending) return { low: after(low, false), high: after(high, true), point: false };
  const inverted = { low: { ...low, key: invert(low.key) }, high: { ...high, key: invert(high.key) } };
  return { low: after(inverted.high, false), high: after(inverted.low, true), point: false };
}

const invert = (key: Buffer): Buffer => Buffer.from(key.map((byte) => ~byte & 0xff));
