/** The columns that sampled records have, by which a mapping is proposed. */
import { type JsonObject } from '@tributary/contracts';
import { isObject } from '../../json.ts';
import { rowsOf, textMember } from '../cell-at.ts';
import { type SampledColumn } from './column-guess.ts';

/** More columns would not be looked through. */
const mostColumns = 200;

/** The first list of objects within the records, e.g. the lines of a receipt. */
export function listIn(records: readonly JsonObject[]): string | undefined {
  for (const record of records) {
    const found = listBelow(record, '');
    if (found !== undefined) return found;
  }
  return undefined;
}

function listBelow(value: JsonObject, at: string): string | undefined {
  for (const [name, member] of Object.entries(value)) {
    const path = `${at}${name}`;
    if (Array.isArray(member) && member.length > 0 && member.every(isObject)) return path;
    const below = isObject(member) ? listBelow(member, `${path}/`) : undefined;
    if (below !== undefined) return below;
  }
  return undefined;
}

/** By their paths, in the order in which they are met. */
export function columnsIn(records: readonly JsonObject[], list: string | undefined): readonly SampledColumn[] {
  const rows = list === undefined ? records : records.flatMap((record) => rowsOf(record, list));
  const flat = rows.map((row) => flattened(row));
  const names = new Set(flat.flatMap((row) => [...row.keys()]));
  return [...names].slice(0, mostColumns).map((name) => ({ name, values: flat.map((row) => row.get(name) ?? '') }));
}

function flattened(row: JsonObject, at = '', into = new Map<string, string>()): ReadonlyMap<string, string> {
  for (const [name, value] of Object.entries(row)) {
    // The text of an element that has attributes too is read by the path of the element.
    const path = name === textMember ? at.slice(0, -1) : `${at}${name}`;
    if (isObject(value)) flattened(value, `${path}/`, into);
    else
      into.set(
        path,
        typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value),
      );
  }
  return into;
}
