/** Removes documents whose TTL index says that they have expired; a batch at a time, so that nobody waits long. */
import { type Value } from '../values/value.ts';
import { compileFilter } from '../query/filter.ts';
import { doc } from '../values/value.ts';
import { type Catalog } from './catalog.ts';
import { type Collection } from './collection.ts';
import { plan } from './planner.ts';
import { scan } from './scan.ts';
import { type Index } from './secondary-index.ts';

const batch = 1000;

/** True when more is left to remove. */
export function expire(catalog: Catalog, now: number): boolean {
  let left = false;
  for (const collection of catalog.all()) {
    for (const index of collection.indexes) {
      if (index.expireAfterSeconds !== undefined)
        left = expireIn(collection, index, now - index.expireAfterSeconds * 1000) || left;
    }
  }
  return left;
}

/** The earliest date of a document counts, and only dates do: the query's own rules for arrays and types. */
function expireIn(collection: Collection, index: Index, before: number): boolean {
  const path = index.fields[0]?.path ?? '';
  const expired: Value = doc({ $lte: new Date(before) });
  const filter = compileFilter(doc({ [path]: expired }));
  const rows = [];
  for (const row of scan(collection, plan(collection, { filter, sort: [], hint: index.name }))) {
    rows.push(row);
    if (rows.length >= batch) break;
  }
  for (const row of rows) collection.remove(row);
  return rows.length >= batch;
}
