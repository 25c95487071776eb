/** Reads the rows of an index between keys, in pages; where whole keys are known, those of many in one statement. */
import { type Interval } from './bounds.ts';
import { type Collection, type Row } from './collection.ts';
import { firstPage, limited, nextPage, toRow } from './pages.ts';
import { type IndexScan } from './planner.ts';
import { type Index } from './secondary-index.ts';
import { blob, type SqlRow, whole } from './sqlite.ts';

/** In the order of the index; of an index with many keys for a document each row once, in no order that anybody could ask for. */
export function* indexRows(collection: Collection, { index, bounds, reverse }: IndexScan): Generator<Row> {
  const intervals = reverse ? bounds.intervals.toReversed() : bounds.intervals;
  const read = index.multikey ? multikeyRows(collection, index) : orderedRows(collection, index, reverse);
  const together = intervals.length >= fewest && intervals.every(({ point }) => point) ? most : 1;
  for (let at = 0; at < intervals.length; at += together) {
    const some = intervals.slice(at, at + together);
    const rows = together === 1 ? undefined : read.ofKeys(some.map(({ low }) => low));
    if (rows) yield* rows;
    else for (const interval of some) yield* read.between(interval);
  }
}

interface Reader {
  between(interval: Interval): Iterable<Row>;
  /** Undefined: they have more rows than should be held at once. */
  ofKeys(keys: readonly Buffer[]): Iterable<Row> | undefined;
}

/** Keys of one statement: most of what a key costs alone is the statement. */
const most = 64;
/** Fewer are asked for one by one. */
const fewest = 4;
/** Where the keys have more rows, each is asked for in pages. */
const mostRows = 256;

/** What an SQL `IN` lists: of two lengths, so that few statements are prepared. A repeated value is found once all the same. */
function listed<T>(values: readonly T[]): { readonly marks: string; readonly values: readonly T[] } {
  const places = values.length <= few ? few : most;
  const repeated = values.slice(-1);
  const padding = Array.from({ length: places - values.length }, () => repeated).flat();
  return { marks: places === few ? marks.few : marks.most, values: [...values, ...padding] };
}

const few = 8;
const marksOf = (places: number): string => `(?${', ?'.repeat(places - 1)})`;
const marks = { few: marksOf(few), most: marksOf(most) } as const;

function orderedRows(collection: Collection, index: Index, reverse: boolean): Reader {
  const order = reverse ? 'DESC' : 'ASC';
  const { sqlite, table } = collection;
  const pages = index.isId ? idPages(collection, reverse) : indexPages(collection, index, reverse);
  return {
    between: (interval) => intervalRows(interval, { collection, index, pages, reverse }),
    ofKeys: (keys) => {
      const { marks, values } = listed(keys);
      const sql = index.isId
        ? `SELECT rid, doc FROM ${table} WHERE k IN ${marks} ORDER BY k ${order} LIMIT ${mostRows}`
        : `SELECT i.rid AS rid, c.doc AS doc FROM ${index.table} i CROSS JOIN ${table} c ON c.rid = i.rid WHERE i.k IN ${marks} ORDER BY i.k ${order}, i.rid ${order} LIMIT ${mostRows}`;
      const found = sqlite.statement(sql).all(...values);
      return found.length < mostRows ? found.map(toRow) : undefined;
    },
  };
}

interface Ordered {
  readonly collection: Collection;
  readonly index: Index;
  readonly pages: ReadPage;
  readonly reverse: boolean;
}

function* intervalRows(interval: Interval, { collection, index, pages, reverse }: Ordered): Generator<Row> {
  if (interval.point && index.isId) {
    const row = collection.byKey(interval.low);
    if (row) yield row;
    return;
  }
  let [low, high, lastRid] = [interval.low, interval.high, reverse ? Number.MAX_SAFE_INTEGER : -1];
  for (let size = firstPage; ;) {
    const found = pages({ low, high, lastRid, size });
    const rows = found.map(toRow);
    yield* rows;
    const end = found.at(-1);
    if (!end || found.length < size) return;
    const key = Buffer.from(blob(end['k']));
    lastRid = whole(end['rid']);
    if (reverse) high = key;
    else low = key;
    size = nextPage(rows, size);
  }
}

/**
 * Each row once, and read once: a document may have many of the keys. The rows of a page are read with its keys: what changes
 * before they are asked for need not have these keys any more.
 */
function multikeyRows(collection: Collection, index: Index): Reader {
  const { sqlite } = collection;
  // The young ones first: they may come to the others while these are read, and never go back.
  const tables = index.young === undefined ? [index.table] : [index.young.table, index.table];
  const seen = new Set<number>();
  const rowsOf = (entries: readonly SqlRow[]): readonly Row[] => {
    const fresh = [...new Set(entries.map(({ rid }) => whole(rid)))].filter((rid) => !seen.has(rid));
    for (const rid of fresh) seen.add(rid);
    return byRids(collection, fresh);
  };
  return {
    *between(interval) {
      for (const table of tables) yield* multikeyPages(collection, table, { interval, rowsOf });
    },
    ofKeys: (keys) => {
      const { marks, values } = listed(keys);
      const all = tables.map((table) => `SELECT rid FROM ${table} WHERE k IN ${marks}`).join(' UNION ALL ');
      const found = sqlite.statement(`${all} LIMIT ${mostRows}`).all(...tables.flatMap(() => values));
      return found.length < mostRows ? rowsOf(found) : undefined;
    },
  };
}

interface Multikey {
  readonly interval: Interval;
  readonly rowsOf: (entries: readonly SqlRow[]) => readonly Row[];
}

function* multikeyPages({ sqlite }: Collection, table: string, { interval, rowsOf }: Multikey): Generator<Row> {
  const page = sqlite.statement(
    `SELECT k, rid FROM ${table} WHERE (k, rid) > (?, ?) AND k < ? ORDER BY k, rid ${limited}`,
  );
  let [low, last] = [interval.low, -1];
  for (let size = firstPage; ;) {
    const entries = page.all(low, last, interval.high, size);
    const rows = rowsOf(entries);
    yield* rows;
    const end = entries.at(-1);
    if (!end || entries.length < size) return;
    low = Buffer.from(blob(end['k']));
    last = whole(end['rid']);
    size = nextPage(rows, size);
  }
}

function byRids(collection: Collection, rids: readonly number[]): readonly Row[] {
  if (rids.length < fewest) return rids.flatMap((rid) => collection.byRid(rid) ?? []);
  const rows: Row[] = [];
  for (let at = 0; at < rids.length; at += most) {
    const { marks, values } = listed(rids.slice(at, at + most));
    const read = collection.sqlite.statement(`SELECT rid, doc FROM ${collection.table} WHERE rid IN ${marks}`);
    for (const row of read.all(...values)) rows.push(toRow(row));
  }
  return rows;
}

interface PageRequest {
  readonly low: Buffer;
  readonly high: Buffer;
  readonly lastRid: number;
  readonly size: number;
}

type ReadPage = (request: PageRequest) => SqlRow[];

/** After the first page the last key read is the new bound, left out because its rid is the last one. */
function idPages(collection: Collection, reverse: boolean): ReadPage {
  const { table } = collection;
  const forward = `SELECT k, rid, doc FROM ${table} WHERE k >= ? AND k < ? AND rid <> ? ORDER BY k ${limited}`;
  const backward = `SELECT k, rid, doc FROM ${table} WHERE k >= ? AND k < ? AND rid <> ? ORDER BY k DESC ${limited}`;
  const statement = collection.sqlite.statement(reverse ? backward : forward);
  return ({ low, high, lastRid, size }) => statement.all(low, high, lastRid, size);
}

function indexPages(collection: Collection, index: Index, reverse: boolean): ReadPage {
  const from = `SELECT i.k AS k, i.rid AS rid, c.doc AS doc FROM ${index.table} i CROSS JOIN ${collection.table} c ON c.rid = i.rid`;
  if (!reverse) {
    const forward = collection.sqlite.statement(
      `${from} WHERE (i.k, i.rid) > (?, ?) AND i.k < ? ORDER BY i.k, i.rid ${limited}`,
    );
    return ({ low, high, lastRid, size }) => forward.all(low, lastRid, high, size);
  }
  const backward = collection.sqlite.statement(
    `${from} WHERE i.k >= ? AND (i.k, i.rid) < (?, ?) ORDER BY i.k DESC, i.rid DESC ${limited}`,
  );
  // The upper bound is left out: on the first page no row may equal it, later rows of the same key come by rid.
  return ({ low, high, lastRid, size }) =>
    backward.all(low, high, lastRid === Number.MAX_SAFE_INTEGER ? -1 : lastRid, size);
}
