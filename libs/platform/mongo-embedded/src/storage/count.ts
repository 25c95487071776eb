/** Counts matches, from the keys alone where the keys decide. */
import { type Filter } from '../query/filter.ts';
import { type Value } from '../values/value.ts';
import { type Collection } from './collection.ts';
import { plan } from './planner.ts';
import { scan } from './scan.ts';
import { whole } from './sqlite.ts';

export function countMatches(collection: Collection, filter: Filter, hint?: Value): number {
  if (filter.conjuncts.length === 0 && hint === undefined) return collection.count();
  const chosen = plan(collection, { filter, sort: [], hint });
  const { access } = chosen;
  let count = 0;
  if (access.kind === 'index' && !chosen.residual && !access.index.multikey) {
    const statement = collection.sqlite.statement(
      `SELECT count(*) AS n FROM ${access.index.table} WHERE k >= ? AND k < ?`,
    );
    for (const { low, high } of access.bounds.intervals) count += whole(statement.get(low, high)?.['n']);
    return count;
  }
  for (const { rid } of scan(collection, chosen)) count += Number(rid >= 0);
  return count;
}
