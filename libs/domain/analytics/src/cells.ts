/** Cells: sums of contributions, split by partition and guarded by the position applied last, so that a repetition adds nothing. */
import { type CellKind, type Contribution, type Counters } from './contributions.ts';

/** The sums of a cell: counters by key, and the greatest label by key. */
export interface Sums {
  readonly counters: ReadonlyMap<string, Counters>;
  readonly labels: ReadonlyMap<string, string>;
}

/** A contribution with its place in the order of its partition. */
export interface Placed {
  readonly position: number;
  readonly contribution: Contribution;
}

/** What a batch wants to add to one cell, in the order of the partition. */
export interface Posting {
  readonly kind: CellKind;
  readonly shelf: string;
  readonly first: number;
  readonly last: number;
  readonly placed: readonly Placed[];
}

/** Gathers contributions by cell; `placed` must be in rising order of position. */
export function postingsOf(placed: readonly Placed[]): readonly Posting[] {
  const cells = new Map<string, Placed[]>();
  for (const one of placed) {
    const address = `${one.contribution.kind}|${one.contribution.shelf}`;
    const cell = cells.get(address);
    if (cell) cell.push(one);
    else cells.set(address, [one]);
  }
  return [...cells.values()].flatMap((list) => posting(list) ?? []);
}

/** The part of a posting that a cell which has applied up to `applied` has not seen; undefined when it has seen it all. */
export function unseen(whole: Posting, applied: number): Posting | undefined {
  return posting(whole.placed.filter(({ position }) => position > applied));
}

function posting(placed: readonly Placed[]): Posting | undefined {
  const [head, tail] = [placed[0], placed.at(-1)];
  if (!head || !tail) return undefined;
  const { kind, shelf } = head.contribution;
  return { kind, shelf, first: head.position, last: tail.position, placed };
}

export function sumsOf(contributions: readonly Contribution[]): Sums {
  const counters = new Map<string, Record<string, number>>();
  const labels = new Map<string, string>();
  for (const { key, counters: added, label } of contributions) {
    addInto(counters, key, added);
    if (label !== undefined) keepGreatest(labels, key, label);
  }
  return { counters, labels };
}

/** Cells of several partitions are one figure: their sums are added, their labels compete. */
export function mergedSums(parts: readonly Sums[]): Sums {
  const counters = new Map<string, Record<string, number>>();
  const labels = new Map<string, string>();
  for (const part of parts) {
    for (const [key, added] of part.counters) addInto(counters, key, added);
    for (const [key, label] of part.labels) keepGreatest(labels, key, label);
  }
  return { counters, labels };
}

function addInto(sums: Map<string, Record<string, number>>, key: string, added: Counters): void {
  const sum = sums.get(key) ?? {};
  for (const [counter, value] of Object.entries(added)) sum[counter] = (sum[counter] ?? 0) + value;
  sums.set(key, sum);
}

function keepGreatest(labels: Map<string, string>, key: string, label: string): void {
  const known = labels.get(key);
  if (known === undefined || known < label) labels.set(key, label);
}

/** A label as it was made, `time|event|text`; answers the text. */
export function labelText(label: string | undefined): string | undefined {
  return label?.split('|').slice(2).join('|');
}

export interface SumDifference {
  /** e.g. `GBP.gross`, `GBP|85123A.label` */
  readonly field: string;
  readonly before: number | string;
  readonly after: number | string;
}

/** Field by field; an absent counter is zero. */
export function differences(before: Sums, after: Sums): readonly SumDifference[] {
  const found: SumDifference[] = [];
  for (const key of new Set([...before.counters.keys(), ...after.counters.keys()])) {
    const [old, fresh] = [before.counters.get(key) ?? {}, after.counters.get(key) ?? {}];
    for (const counter of new Set([...Object.keys(old), ...Object.keys(fresh)])) {
      const pair = { before: old[counter] ?? 0, after: fresh[counter] ?? 0 };
      if (pair.before !== pair.after) found.push({ field: `${key}.${counter}`, ...pair });
    }
    const names = { before: before.labels.get(key) ?? '', after: after.labels.get(key) ?? '' };
    if (names.before !== names.after) found.push({ field: `${key}.label`, ...names });
  }
  return found;
}
