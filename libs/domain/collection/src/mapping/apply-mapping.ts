/** Turns rows into typed cells, and groups of rows into events. */
import { type JsonObject } from '@tributary/contracts';
import { textOf } from '../json.ts';
import { cellAt } from './cell-at.ts';
import { readCell } from './cells.ts';
import { type ColumnType, type EventRule, type Mapping, type Row } from './mapping.ts';
import { type Scope } from './scope.ts';

export interface RejectedLine {
  readonly line: number;
  readonly code: 'INVALID_CELL' | 'GROUP_REJECTED';
  readonly detail: string;
}

/** One event in the Segment wire format, with the line where its group begins. */
export interface MappedEvent {
  readonly line: number;
  readonly event: JsonObject;
}

export type ReadRow =
  { readonly ok: true; readonly row: Row } | { readonly ok: false; readonly rejected: RejectedLine };

const plain: ColumnType = { type: 'text', trim: true, required: false };

/** `names`: the columns that are looked at; absent: all that the mapping reads. */
export function readRow(
  raw: JsonObject,
  line: number,
  mapping: Mapping,
  names: ReadonlySet<string> = mapping.reads,
): ReadRow {
  const cells = new Map<string, unknown>();
  for (const name of names) {
    const type = mapping.columns.get(name) ?? plain;
    const cell = readCell(rawCell(raw, name, mapping), type, mapping.shiftDays);
    if (!cell.ok) {
      return { ok: false, rejected: { line, code: 'INVALID_CELL', detail: `${name} ${cell.detail}.` } };
    }
    if (cell.value !== undefined) cells.set(name, cell.value);
  }
  return { ok: true, row: { line, cells } };
}

/** Of the places where a column may stand, the first that is not empty. */
function rawCell(raw: JsonObject, name: string, { from }: Mapping): unknown {
  const places = from.get(name);
  if (!places) return cellAt(raw, name);
  for (const place of places) {
    const cell = cellAt(raw, place);
    if (textOf(cell).trim() !== '') return cell;
  }
  return undefined;
}

/** The group that a row belongs to, readable even where the row is not. Undefined: a group of its own. */
export function groupOf(raw: JsonObject, mapping: Mapping): string | undefined {
  if (mapping.groupBy.length === 0) return undefined;
  return JSON.stringify(mapping.groupBy.map((name) => rawCell(raw, name, mapping) ?? null));
}

/** Whether any rule wants an event of the group; its rows may hold no more than what this is decided by. */
export function isWanted(rows: readonly Row[], { events }: Mapping): boolean {
  const group = rows.map(({ cells }) => cells);
  return events.some(({ when, per }) => {
    if (!when) return true;
    if (per === 'row') return group.some((row) => when({ row, group: [row] }));
    return group.slice(0, 1).some((row) => when({ row, group }));
  });
}

/**
 * `seen` remembers what `once` has already let through in this file. `place`: where the rows stand for good, as the message of a topic
 * does; ids that the mapping does not give are derived from it.
 */
export function eventsOf(
  rows: readonly Row[],
  mapping: Mapping,
  seen: Set<string>,
  place: readonly string[] = [],
): readonly MappedEvent[] {
  const group = rows.map(({ cells }) => cells);
  const events: MappedEvent[] = [];
  for (const [index, rule] of mapping.events.entries()) {
    const wanted = rule.per === 'row' ? rows : rows.slice(0, 1);
    for (const [position, row] of wanted.entries()) {
      const scope = { row: row.cells, group: rule.per === 'row' ? [row.cells] : group };
      if (!applies(rule, index, scope, seen)) continue;
      const event = eventOf(rule, scope);
      const at = { place, position };
      const id = rule.members.has('messageId') ? undefined : derivedId(rule, mapping.groupBy, scope, at);
      if (id !== undefined) event['messageId'] = id;
      events.push({ line: row.line, event });
    }
  }
  return events;
}

/**
 * Of the invoice and the line in it, not of the line in the file: a row that is mended or added above changes no other.
 * Without the invoice there is none; the door then takes the content of the event.
 */
function derivedId(
  rule: EventRule,
  groupBy: readonly string[],
  scope: Scope,
  { place, position }: { readonly place: readonly string[]; readonly position: number },
): string | undefined {
  const of = rule.once ? [rule.once(scope)] : groupBy.map((name) => scope.row.get(name));
  if (of.includes(undefined)) return undefined;
  const line = rule.per === 'row' && !rule.once ? [position + 1] : [];
  return [...place, rule.label, ...of.map(escaped), ...line].join('/');
}

/** So that `a/b` with `c` is not `a` with `b/c`. */
const escaped = (value: unknown): string => textOf(value).replaceAll('%', '%25').replaceAll('/', '%2F');

function applies(rule: EventRule, index: number, scope: Scope, seen: Set<string>): boolean {
  if (rule.when && !rule.when(scope)) return false;
  if (!rule.once) return true;
  const value = rule.once(scope);
  if (value === undefined) return false;
  const key = `${index} ${JSON.stringify(value)}`;
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}

function eventOf(rule: EventRule, scope: Scope): JsonObject {
  const event: JsonObject = { type: rule.type };
  for (const [name, value] of rule.members) {
    const result = value(scope);
    if (result !== undefined) event[name] = result;
  }
  return event;
}
