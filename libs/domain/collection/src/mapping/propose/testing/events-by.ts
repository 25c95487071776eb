/** What becomes of a table by the mapping that is proposed for it. */
import { eventsOf, groupOf, readRow } from '../../apply-mapping.ts';
import { type Row } from '../../mapping.ts';
import { parseMapping } from '../../parse-mapping.ts';
import { proposeMapping } from '../propose-mapping.ts';

/** Its header first. */
type Table = readonly (readonly string[])[];
export const columnsOf = ([header = [], ...rows]: Table) =>
  header.map((name, index) => ({ name, values: rows.map((row) => row[index] ?? '') }));

/** The events that the proposal makes of the rows it was made of; those that it refuses are missing. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- looked at as made
export function eventsBy(table: Table): any {
  const { mapping, notes } = proposeMapping(columnsOf(table), { type: 'csv' });
  const parsed = parseMapping(mapping);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  const [header = [], ...rows] = table;
  const groups = new Map<string, Row[]>();
  for (const [index, row] of rows.entries()) {
    const raw = Object.fromEntries(header.map((name, at) => [name, row[at] ?? '']));
    const read = readRow(raw, index + 2, parsed.mapping);
    if (!read.ok) continue;
    const key = groupOf(raw, parsed.mapping) ?? String(index);
    groups.set(key, [...(groups.get(key) ?? []), read.row]);
  }
  const events = [...groups.values()].flatMap((group) => eventsOf(group, parsed.mapping, new Set()));
  return { mapping, notes, events: events.map(({ event }) => event) };
}
