/**
 * What a record did, as far as rules look at it: per feature the events in time order. Folding events in is idempotent by event
 * id and does not depend on their order. Beyond `entriesKept` the oldest are counted by the hour, which is said in every answer.
 */
import { type EventCollected } from '@tributary/contracts';
import { type Scalar } from '@tributary/domain-conditions';
import { type FeatureFinder, measuredValues } from './feature.ts';

/** Bounds one feature of one record at some 300 kB; a person with more events of a kind in a window is rarely a person. */
const entriesKept = 5000;
const hour = 3_600_000;

/** Time in milliseconds, event id, and the values of the measured property. */
export type Entry = readonly [time: number, id: string, ...values: Scalar[]];

/** Events too old to be kept one by one. */
export interface HourBucket {
  readonly hour: number;
  readonly count: number;
  readonly first: Entry;
  readonly last: Entry;
  /** Over the numbers among the measured values; the sum in millionths, as text, because it may pass 2^53. */
  readonly numbers: number;
  readonly sum: string;
  readonly min: number | null;
  readonly max: number | null;
}

export interface FeatureActivity {
  /** By (time, id), ascending. */
  readonly entries: readonly Entry[];
  /** By hour, ascending; all before the first entry, or in its hour. */
  readonly folded?: readonly HourBucket[];
}

/** By feature key. */
export type Activity = Readonly<Record<string, FeatureActivity>>;

export interface Folded {
  readonly activity: Activity;
  /** The features that were touched, also where the event was known already. */
  readonly touched: readonly string[];
  /** The features whose activity is a different one now. */
  readonly changed: readonly string[];
}

export function foldActivity(activity: Activity, events: readonly EventCollected[], featuresOf: FeatureFinder): Folded {
  const arriving = new Map<string, Entry[]>();
  for (const event of events) {
    const time = Date.parse(event.time);
    for (const feature of featuresOf(event)) {
      const entry: Entry = [time, event.event, ...measuredValues(feature, event)];
      const entries = arriving.get(feature.key);
      if (entries === undefined) arriving.set(feature.key, [entry]);
      else entries.push(entry);
    }
  }
  const next: Record<string, FeatureActivity> = { ...activity };
  const changed: string[] = [];
  for (const [key, entries] of arriving) {
    const before = activity[key] ?? { entries: [] };
    const after = addEntries(before, entries, entriesKept);
    if (after !== before) {
      next[key] = after;
      changed.push(key);
    }
  }
  return { activity: next, touched: [...arriving.keys()], changed };
}

/** The activity with the entries in it; the very same object when all were known. */
export function addEntries(activity: FeatureActivity, entries: readonly Entry[], kept: number): FeatureActivity {
  const list = [...activity.entries];
  const buckets = new Map((activity.folded ?? []).map((bucket) => [bucket.hour, bucket]));
  let changed = false;
  for (const entry of entries) {
    const index = placeOf(list, entry);
    if (sameEntry(list[index], entry)) continue;
    changed = true;
    if (index === 0 && buckets.size > 0) pour(buckets, entry);
    else list.splice(index, 0, entry);
    if (list.length > kept) for (const oldest of list.splice(0, list.length - kept)) pour(buckets, oldest);
  }
  if (!changed) return activity;
  if (buckets.size === 0) return { entries: list };
  return { entries: list, folded: [...buckets.values()].sort((a, b) => a.hour - b.hour) };
}

/** Where the entry is or belongs; most arrive in order, so the end is tried first. */
function placeOf(list: readonly Entry[], entry: Entry): number {
  const last = list.at(-1);
  if (last === undefined || byTime(last, entry) < 0) return list.length;
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = list[middle];
    if (other !== undefined && byTime(other, entry) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

const sameEntry = (found: Entry | undefined, entry: Entry): boolean => found?.[0] === entry[0] && found[1] === entry[1];

function byTime(a: Entry, b: Entry): number {
  if (a[0] !== b[0]) return a[0] - b[0];
  return a[1] < b[1] ? -1 : Number(a[1] > b[1]);
}

function pour(buckets: Map<number, HourBucket>, entry: Entry): void {
  const start = Math.floor(entry[0] / hour) * hour;
  const bucket = buckets.get(start);
  const [, , ...values] = entry;
  const numbers = values.filter((value) => typeof value === 'number');
  const earlier = bucket === undefined ? [] : [bucket.min, bucket.max].filter((value) => value !== null);
  const extremes = [...numbers, ...earlier];
  buckets.set(start, {
    hour: start,
    count: (bucket?.count ?? 0) + 1,
    first: bucket !== undefined && byTime(bucket.first, entry) < 0 ? bucket.first : entry,
    last: bucket !== undefined && byTime(bucket.last, entry) > 0 ? bucket.last : entry,
    numbers: (bucket?.numbers ?? 0) + numbers.length,
    sum: String(numbers.reduce((sum, value) => sum + millionths(value), BigInt(bucket?.sum ?? 0))),
    min: extremes.length === 0 ? null : Math.min(...extremes),
    max: extremes.length === 0 ? null : Math.max(...extremes),
  });
}

/** Sums are kept in millionths, so that 0.1 + 0.2 reaches 0.3 in any order. */
export const millionths = (value: number): bigint => BigInt(Math.round(value * 1e6));

/** The activity of several records as one. */
export function mergeActivity(activities: readonly Activity[]): Activity {
  const [only, ...others] = activities;
  if (only === undefined) return {};
  if (others.length === 0) return only;
  const merged: Record<string, FeatureActivity> = {};
  for (const key of new Set(activities.flatMap((activity) => Object.keys(activity)))) {
    merged[key] = mergeFeature(activities.flatMap((activity) => activity[key] ?? []));
  }
  return merged;
}

function mergeFeature(parts: readonly FeatureActivity[]): FeatureActivity {
  const [first, ...others] = parts;
  if (first !== undefined && others.length === 0) return first;
  const entries = parts.flatMap((part) => part.entries).sort(byTime);
  const folded = parts.flatMap((part) => part.folded ?? []).sort((a, b) => a.hour - b.hour);
  return folded.length === 0 ? { entries } : { entries, folded };
}
