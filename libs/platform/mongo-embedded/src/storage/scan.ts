/** Reads what a plan asks for, page by page. */
import { fieldsOf } from '../query/filter.ts';
import { decode } from '../values/decode.ts';
import { decodeOnly, FieldNames } from '../values/fields.ts';
import { type Doc } from '../values/value.ts';
import { type Collection, type Row } from './collection.ts';
import { indexRows } from './index-rows.ts';
import { firstPage, limited, nextPage, toRow } from './pages.ts';
import { type IndexScan, type Plan } from './planner.ts';

/** A found document; decoded when somebody looks into it. */
export interface Found extends Row {
  document(): Doc;
}

function found({ rid, bytes }: Row, decoded?: Doc): Found {
  let document = decoded;
  return { rid, bytes, document: () => (document ??= decode(bytes)) };
}

export function* scan(collection: Collection, { access, residual }: Plan): Generator<Found> {
  const fields = residual && fieldsOf(residual);
  const names = fields && new FieldNames(fields);
  for (const row of rows(collection, access)) {
    if (!residual) yield found(row);
    else if (names) {
      if (residual.test(decodeOnly(row.bytes, names))) yield found(row);
    } else {
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
      return indexRows(collection, access);
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

function* collectionRows(collection: Collection, reverse: boolean): Generator<Row> {
  const [after, order] = reverse ? ['<', 'DESC'] : ['>', 'ASC'];
  const page = collection.sqlite.statement(
    `SELECT rid, doc FROM ${collection.table} WHERE rid ${after} ? ORDER BY rid ${order} ${limited}`,
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
