/** The kept rows in the order in which a steward should look at them. */
import { urgencyOf } from '@tributary/domain-identity';
import { type WalkRow } from '../walk-components/walk-store.ts';
import { mostKept } from './keep-worst.ts';
import { type QualityRow } from './measure.ts';
import { habitOf, noFields, others, type SourceSum, type UnusableRow } from './quality-sum.ts';

export interface RankedRow extends UnusableRow {
  readonly urgency: number;
}

/** Where a row stands: the most urgent first, then in order of record and source. */
export type Rank = Pick<RankedRow, 'urgency' | 'record' | 'source'>;

export const byUrgency = (a: Rank, b: Rank): number =>
  b.urgency - a.urgency || order(a.record, b.record) || order(a.source, b.source);

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** `sources`: what each says in all of its rows. Memory is bounded, however many rows there are. */
export async function rankRows(
  rows: AsyncIterable<WalkRow<QualityRow>>,
  sources: readonly SourceSum[],
): Promise<readonly RankedRow[]> {
  const habits = new Map(sources.map((sum) => [sum.source, habitOf(sum)]));
  const unknown = habits.get(others) ?? habitOf({ rows: 0, fields: noFields() });
  let ranked: RankedRow[] = [];
  for await (const { row } of rows) {
    for (const one of row) ranked.push({ ...one, urgency: urgencyOf(one, habits.get(one.source) ?? unknown) });
    if (ranked.length > 2 * mostKept) ranked = worstOf(ranked);
  }
  return worstOf(ranked);
}

const worstOf = (rows: readonly RankedRow[]): RankedRow[] => [...rows].sort(byUrgency).slice(0, mostKept);
