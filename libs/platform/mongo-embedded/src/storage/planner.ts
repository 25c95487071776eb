/** Chooses how to find documents: by which index, between which keys, in which order, and what is left to test. */
import { StoreError } from '../errors.ts';
import { type Conjunct, type Filter, fromConjuncts } from '../query/filter.ts';
import { equal } from '../values/compare.ts';
import { Doc, toNumber, type Value } from '../values/value.ts';
import { type IndexBounds, indexBounds } from './bounds.ts';
import { type Collection } from './collection.ts';
import { type Index, type IndexDefinition, keyPattern } from './secondary-index.ts';

export interface IndexScan {
  readonly kind: 'index';
  readonly index: Index;
  readonly bounds: IndexBounds;
  readonly reverse: boolean;
}

type Access =
  | IndexScan
  | { readonly kind: 'collection'; readonly reverse: boolean }
  | { readonly kind: 'union'; readonly scans: readonly IndexScan[] };

export interface Plan {
  readonly access: Access;
  /** Undefined: every document that the access yields matches. */
  readonly residual: Filter | undefined;
  /** The access yields the wanted order. */
  readonly sorted: boolean;
}

export interface SortField {
  readonly path: string;
  readonly direction: 1 | -1;
}

export interface Wish {
  readonly filter: Filter;
  readonly sort: readonly SortField[];
  readonly hint?: Value | undefined;
}

interface Candidate {
  readonly scan: IndexScan;
  readonly sorted: boolean;
  readonly score: number;
}

export function plan(collection: Collection, wish: Wish): Plan {
  const { filter, sort, hint } = wish;
  if (hint !== undefined) return hinted(collection, wish, hint);
  const best = bestIndex(collection, wish);
  if (best && best.scan.bounds.points + Number(best.scan.bounds.ranged) > 0) return indexPlan(best, filter);
  const union = unionScans(collection, filter);
  if (union) return { access: { kind: 'union', scans: union }, residual: filter, sorted: sort.length === 0 };
  if (best) return indexPlan(best, filter);
  return collectionPlan(filter, sort, false);
}

function collectionPlan(filter: Filter, sort: readonly SortField[], reverse: boolean): Plan {
  return { access: { kind: 'collection', reverse }, residual: some(filter.conjuncts), sorted: sort.length === 0 };
}

const some = (conjuncts: readonly Conjunct[]): Filter | undefined =>
  conjuncts.length === 0 ? undefined : fromConjuncts(conjuncts);

function indexPlan({ scan, sorted }: Candidate, filter: Filter): Plan {
  const { covered } = scan.bounds;
  const left = covered.size === 0 ? filter.conjuncts : filter.conjuncts.filter((conjunct) => !covered.has(conjunct));
  return { access: scan, residual: some(left), sorted };
}

function bestIndex(collection: Collection, { filter, sort }: Wish): Candidate | undefined {
  const byId = candidate(collection.idIndex, filter, sort);
  if (byId.scan.bounds.points === 1) return byId;
  let best = byId.score > 0 ? byId : undefined;
  for (const index of collection.indexes) {
    if (!usable(index, filter.conjuncts)) continue;
    const here = candidate(index, filter, sort);
    if (here.score > (best?.score ?? 0)) best = here;
  }
  return best;
}

/** Fixed fields narrow most, then sets, then a range; an order that need not be sorted decides between equals. */
function candidate(index: Index, filter: Filter, sort: readonly SortField[]): Candidate {
  const bounds = indexBounds(index, filter.conjuncts);
  const order = sort.length === 0 || index.multikey ? undefined : orderOf(index, bounds, sort);
  const score =
    bounds.fixed * 8 +
    (bounds.points - bounds.fixed) * 6 +
    (bounds.ranged ? 4 : 0) +
    (order === undefined ? 0 : 3) +
    (index.unique && bounds.points === index.fields.length ? 2 : 0);
  const scan: IndexScan = { kind: 'index', index, bounds, reverse: order === 'backward' };
  return { scan, sorted: sort.length === 0 || order !== undefined, score };
}

function orderOf(index: Index, bounds: IndexBounds, sort: readonly SortField[]): 'forward' | 'backward' | undefined {
  if (bounds.points > bounds.fixed + 1) return undefined;
  let at = 0;
  let way: number | undefined;
  for (const { path, direction } of sort) {
    const fixed = index.fields.findIndex((field) => field.path === path);
    if (fixed >= 0 && fixed < bounds.fixed) continue;
    at = Math.max(at, bounds.fixed);
    const field = index.fields[at++];
    if (field?.path !== path) return undefined;
    const here = field.direction * direction;
    if ((way ??= here) !== here) return undefined;
  }
  return (way ?? 1) > 0 ? 'forward' : 'backward';
}

/** A sparse or partial index may be used only where the filter cannot match a document that it leaves out. */
function usable(index: Index, conjuncts: readonly Conjunct[]): boolean {
  if (index.partial?.conjuncts.some((wanted) => !conjuncts.some((given) => implies(given, wanted))) === true)
    return false;
  return !index.sparse || index.fields.some(({ path }) => conjuncts.some((conjunct) => needsPresence(conjunct, path)));
}

function needsPresence({ condition }: Conjunct, path: string): boolean {
  if (condition?.path !== path) return false;
  const { operator, leaf } = condition;
  return operator === '$exists' || (operator !== '$expr' && !leaf(undefined));
}

function implies({ condition: given }: Conjunct, { condition: wanted }: Conjunct): boolean {
  if (!given || !wanted || given.path !== wanted.path) return false;
  if (wanted.operator === '$exists') return !given.leaf(undefined);
  if (given.operator === '$eq') return !Array.isArray(given.operand) && wanted.leaf(given.operand);
  if (given.operator === '$in')
    return Array.isArray(given.operand) && given.operand.every((value) => wanted.leaf(value));
  const side = given.operator.slice(0, 3);
  if (given.operator === wanted.operator && equal(given.operand, wanted.operand)) return true;
  return (side === '$gt' || side === '$lt') && wanted.operator.startsWith(side) && wanted.leaf(given.operand);
}

function unionScans(collection: Collection, filter: Filter): readonly IndexScan[] | undefined {
  for (const { branches } of filter.conjuncts) {
    if (!branches) continue;
    const scans = branches.map((branch) => bestIndex(collection, { filter: branch, sort: [] })?.scan);
    const bounded = scans.filter((scan) => scan !== undefined && scan.bounds.points + Number(scan.bounds.ranged) > 0);
    if (bounded.length === branches.length) return bounded.filter((scan) => scan !== undefined);
  }
  return undefined;
}

function hinted(collection: Collection, { filter, sort }: Wish, hint: Value): Plan {
  if (hint instanceof Doc && '$natural' in hint) return collectionPlan(filter, sort, toNumber(hint['$natural']) < 0);
  const index = findIndex(collection, hint);
  if (!index) throw new StoreError(2, 'error processing query: planner returned error: bad hint');
  return indexPlan(candidate(index, filter, sort), filter);
}

/** By name or by key pattern. */
export function findIndex(collection: Collection, wanted: Value): Index | undefined {
  const matches = (index: IndexDefinition): boolean =>
    typeof wanted === 'string' ? index.name === wanted : equal(keyPattern(index), wanted);
  return [collection.idIndex, ...collection.indexes].find(matches);
}
