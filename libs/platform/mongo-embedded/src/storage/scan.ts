/** Reads what a plan asks for, page by page: each page is one short statement, so no reader holds up a writer or the log. */
import { decode } from '../values/decode.ts';
import { type Doc } from '../values/value.ts';
import { type Interval } from './bounds.ts';
import { type Collection, type Row } from './collection.ts';
import { type IndexScan, type Plan } from './planner.ts';
import { blob, type SqlRow, whole } from './sqlite.ts';

/** A found document; decoded when somebody looks into it. */
export interface Found extends Row {
  document(): Doc;
}

function found({ rid, bytes }: Row, decoded?: Doc): Found {
  let document = decoded;
  return { rid, bytes, document: () => (document ??= decode(bytes)) };
}

export function* scan(collection: Collection, { access, residual }: Plan): Generator<Found> {
  for (const row of rows(collection, access)) {
    if (!residual) yield found(row);
    else {
      const document = decode(row.bytes);
      if (residual.test(document)) yield found(row, document);
    }
  }
}

function rows(collection: Collection, access: Plan['access']): Iterable<Row> {
  switch (access.kind) {
    case 'collection':
      return collectionRows(collection, access.reverse);
    case 'index':
      return access.index.multikey ? multikeyRows(collection, access) : indexRows(collection, access);
    case 'union':
      return once(unionRows(collection, access.scans));
  }
}

function* unionRows(collection: Collection, scans: readonly IndexScan[]): Generator<Row> {
  for (const part of scans) yield* indexRows(collection, part);
}

function* once(source: Iterable<Row>): Generator<Row> {
  const seen = new Set<number>();
  for (const row of source) {
    if (seen.has(row.rid)) continue;
    seen.add(row.rid);
    yield row;
  }
}

const firstPage = 64;
const largestPage = 1000;
const pageBytes = 4 * 1024 * 1024; // what one page may hold in memory, about

/** Grows pages while documents are small. */
function nextPage(rows: readonly Pick<Row, 'bytes'>[], size: number): number {
  let bytes = 1;
  for (const row of rows) bytes += row.bytes.length;
  const fitting = rows.length === 0 ? largestPage : Math.ceil((pageBytes * rows.length) / bytes);
  return Math.max(1, Math.min(size * 4, largestPage, fitting));
}

const toRow = (row: SqlRow): Row => ({ rid: whole(row['rid']), bytes: blob(row['doc']) });

function* collectionRows(collection: Collection, reverse: boolean): Generator<Row> {
  const [after, order] = reverse ? ['<', 'DESC'] : ['>', 'ASC'];
  const page = collection.sqlite.statement(
    `SELECT rid, doc FROM ${collection.table} WHERE rid ${after} ? ORDER BY rid ${order} LIMIT ?`,
  );
  let last = reverse ? Number.MAX_SAFE_INTEGER : -1;
  for (let size = firstPage; ;) {
    const rows = page.all(last, size).map(toRow);
    yield* rows;
    const end = rows.at(-1);
    if (!end || rows.length < size) return;
    last = end.rid;
    size = nextPage(rows, size);
  }
}

function* indexRows(collection: Collection, access: IndexScan): Generator<Row> {
  const { intervals } = access.bounds;
  for (const interval of access.reverse ? intervals.toReversed() : intervals) {
    if (interval.point && access.index.isId) {
      const row = collection.byKey(interval.low);
      if (row) yield row;
    } else yield* intervalRows(collection, access, interval);
  }
}

function* intervalRows(collection: Collection, access: IndexScan, interval: Interval): Generator<Row> {
  const read = access.index.isId ? idPages(collection, access.reverse) : indexPages(collection, access);
  let [low, high, lastRid] = [interval.low, interval.high, access.reverse ? Number.MAX_SAFE_INTEGER : -1];
  for (let size = firstPage; ;) {
    const found = read({ low, high, lastRid, size });
    const rows = found.map(toRow);
    yield* rows;
    const end = found.at(-1);
    if (!end || found.length < size) return;
    const key = Buffer.from(blob(end['k']));
    lastRid = whole(end['rid']);
    if (access.reverse) high = key;
    else low = key;
    size = nextPage(rows, size);
  }
}

/**
 * Each row once, and read once: a document may have many of the keys. In no order that anybody could ask for. The rows of a page are read
 * with its keys: what changes before they are asked for need not have these keys any more.
 */
function* multikeyRows(collection: Collection, { index, bounds }: IndexScan): Generator<Row> {
  const seen = new Set<number>();
  const page = collection.sqlite.statement(
    `SELECT k, rid FROM ${index.table} WHERE (k, rid) > (?, ?) AND k < ? ORDER BY k, rid LIMIT ?`,
  );
  for (const { low, high } of bounds.intervals) {
    let [from, after] = [low, -1];
    for (let size = firstPage; ;) {
      const entries = page.all(from, after, high, size);
      const fresh = new Set(entries.map(({ rid }) => whole(rid)).filter((rid) => !seen.has(rid)));
      const rows = [...fresh].flatMap((rid) => collection.byRid(rid) ?? []);
      for (const rid of fresh) seen.add(rid);
      yield* rows;
      const end = entries.at(-1);
      if (!end || entries.length < size) break;
      from = Buffer.from(blob(end['k']));
      after = whole(end['rid']);
      size = nextPage(rows, size);
    }
  }
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
  const forward = `SELECT k, rid, doc FROM ${table} WHERE k >= ? AND k < ? AND rid <> ? ORDER BY k LIMIT ?`;
  const backward = `SELECT k, rid, doc FROM ${table} WHERE k >= ? AND k < ? AND rid <> ? ORDER BY k DESC LIMIT ?`;
  const statement = collection.sqlite.statement(reverse ? backward : forward);
  return ({ low, high, lastRid, size }) => statement.all(low, high, lastRid, size);
}

function indexPages(collection: Collection, { index, reverse }: IndexScan): ReadPage {
  const from = `SELECT i.k AS k, i.rid AS rid, c.doc AS doc FROM ${index.table} i CROSS JOIN ${collection.table} c ON c.rid = i.rid`;
  if (!reverse) {
    const forward = collection.sqlite.statement(
      `${from} WHERE (i.k, i.rid) > (?, ?) AND i.k < ? ORDER BY i.k, i.rid LIMIT ?`,
    );
    return ({ low, high, lastRid, size }) => forward.all(low, lastRid, high, size);
  }
  const backward = collection.sqlite.statement(
    `${from} WHERE i.k >= ? AND (i.k, i.rid) < (?, ?) ORDER BY i.k DESC, i.rid DESC LIMIT ?`,
  );
  // The upper bound is left out: on the first page no row may equal it, later rows of the same key come by rid.
  return ({ low, high, lastRid, size }) =>
    backward.all(low, high, lastRid === Number.MAX_SAFE_INTEGER ? -1 : lastRid, size);
}
