/** The rows of a message, through a mapping: one JSON object, a list of them, or one per line. A row that is wrong costs its group. */
import { type JsonObject } from '@tributary/contracts';
import {
  type DecodedItem,
  duplicateIn,
  eventsOf,
  groupOf,
  isObject,
  type Mapping,
  readRow,
  reason,
  type Reason,
  rowsOf,
} from '@tributary/domain-collection';

/** An event of a group of rows, or why there is none. */
export interface RowItem {
  readonly item: DecodedItem;
  /** The rows of the group, as JSON that can be read again on its own. */
  readonly text: string;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

export function eventsInRows(bytes: Uint8Array, mapping: Mapping): readonly RowItem[] | Reason {
  const records = recordsIn(bytes);
  if ('code' in records) return records;
  const seen = new Set<string>();
  return groupsOf(records, mapping).flatMap(({ rows: group, records: from }) => {
    const text = JSON.stringify(from.length === 1 ? from[0] : from);
    const read = group.map((row, at) =>
      isObject(row)
        ? readRow(row, at + 1, mapping)
        : ({ ok: false, rejected: { detail: 'It is not a JSON object.' } } as const),
    );
    const wrong = read.findIndex((one) => !one.ok);
    const first = read[wrong];
    if (first && !first.ok) {
      const which = group.length === 1 ? 'The row' : `Row ${wrong + 1} of its group`;
      return [{ item: { ok: false, reason: reason('INVALID_ROW', `${which}: ${first.rejected.detail}`) }, text }];
    }
    const events = eventsOf(
      read.flatMap((one) => (one.ok ? [one.row] : [])),
      mapping,
      seen,
    );
    return events.map(({ event }): RowItem => ({ item: { ok: true, event }, text }));
  });
}

type Records = readonly unknown[];

function recordsIn(bytes: Uint8Array): Records | Reason {
  const text = textOf(bytes);
  if (text === undefined) return reason('NOT_UTF8', 'The message is not UTF-8.');
  const whole = parsed(text);
  const json = whole ?? linesOf(text);
  if (json === undefined) return reason('NOT_JSON', 'The message is neither a row, nor a list, nor one row per line.');
  const twice = whole === undefined ? '' : duplicateIn(text, whole.json);
  if (twice !== '') return reason('DUPLICATE_KEY', 'An object of the message names a key twice.', twice);
  if ('lines' in json) return json.lines;
  const rows: Records = Array.isArray(json.json) ? json.json : [json.json];
  return rows;
}

function linesOf(text: string): { readonly lines: Records } | undefined {
  const lines = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(parsed);
  return lines.length > 1 && lines.every((line) => line !== undefined)
    ? { lines: lines.map(({ json }) => json) }
    : undefined;
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

function parsed(text: string): { readonly json: unknown } | undefined {
  try {
    return { json: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

interface Group {
  readonly key: string | undefined;
  readonly rows: unknown[];
  /** The rows are of these, as they came. */
  readonly records: unknown[];
}

/** Rows one after the other that belong together: by `groupBy`, or because they are of one record. */
function groupsOf(records: Records, mapping: Mapping): readonly Group[] {
  const groups: Group[] = [];
  const path = mapping.format.rows;
  for (const [index, record] of records.entries()) {
    const rows: readonly unknown[] = isObject(record) && path !== undefined ? rowsOf(record, path) : [record];
    for (const row of rows) {
      const key = isObject(row) ? keyOf(row, mapping, path === undefined ? undefined : index) : undefined;
      const last = groups.at(-1);
      if (!last || key === undefined || last.key !== key) groups.push({ key, rows: [row], records: [record] });
      else {
        last.rows.push(row);
        if (last.records.at(-1) !== record) last.records.push(record);
      }
    }
  }
  return groups;
}

const keyOf = (row: JsonObject, mapping: Mapping, record: number | undefined): string | undefined =>
  groupOf(row, mapping) ?? (record === undefined ? undefined : `record ${record}`);
