/** The first rows of a file as they are, with the columns that they have. */
import { isObject, type SampledColumn, rowsOf, textMember } from '@tributary/domain-collection';
import { type DetectedFile } from '../detect/detect-file.ts';
import { type RawRow } from '../formats/row.ts';
import { ImportError } from '../import-error.ts';
import { readDetected } from '../read-rows.ts';

type Cells = Readonly<Record<string, unknown>>;

export interface SampledRows {
  readonly rows: readonly Cells[];
  /** What ended the reading before enough rows were read. */
  readonly broken: ImportError | undefined;
}

/** Enough to know a column by, and read in a moment. */
const mostRows = 1_000;
/** More columns would not be looked through. */
const mostColumns = 200;

export async function sampleRows(file: string, detected: DetectedFile): Promise<SampledRows> {
  const rows: Cells[] = [];
  const wanted = { reads: new Set<string>(), from: new Map<string, readonly string[]>() };
  const all: AsyncIterable<RawRow> = readDetected({
    file,
    detected: { ...detected, rows: undefined },
    wanted,
    onBytes: () => undefined,
  });
  try {
    for await (const row of all) {
      if ('cells' in row) rows.push(row.cells);
      if (rows.length === mostRows) break;
    }
  } catch (error) {
    if (error instanceof ImportError) return { rows, broken: error };
    throw error;
  }
  return { rows, broken: undefined };
}

/** The first list of objects within the records, e.g. the lines of a receipt. */
export function listIn(rows: readonly Cells[]): string | undefined {
  for (const row of rows) {
    const found = listBelow(row, '');
    if (found !== undefined) return found;
  }
  return undefined;
}

function listBelow(value: Cells, at: string): string | undefined {
  for (const [name, member] of Object.entries(value)) {
    const path = `${at}${name}`;
    if (Array.isArray(member) && member.length > 0 && member.every(isObject)) return path;
    const below = isObject(member) ? listBelow(member, `${path}/`) : undefined;
    if (below !== undefined) return below;
  }
  return undefined;
}

/** By their paths, in the order in which they are met. */
export function columnsIn(rows: readonly Cells[], list: string | undefined): readonly SampledColumn[] {
  const flat = (list === undefined ? rows : rows.flatMap((row) => rowsOf(row, list))).map((row) => flattened(row));
  const names = new Set(flat.flatMap((row) => [...row.keys()]));
  return [...names].slice(0, mostColumns).map((name) => ({ name, values: flat.map((row) => row.get(name) ?? '') }));
}

function flattened(row: Cells, at = '', into = new Map<string, string>()): ReadonlyMap<string, string> {
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
