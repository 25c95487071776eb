/** Sets of records with the truth beside them, as they lie in a folder. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { recordId } from '@tributary/contracts';
import { eventsOf, parseMapping, readRow, type Mapping } from '@tributary/domain-collection';
import { defaultPolicy, factsOfRow, type RecordFacts } from '@tributary/domain-identity';
import { parse } from 'csv-parse/sync';

export interface KnownSet {
  readonly name: string;
  readonly facts: readonly RecordFacts[];
  /** For each record its person. */
  readonly truth: readonly string[];
}

type Row = Readonly<Record<string, string>>;

const table = /\.csv(?:\.gz)?$/;

/** Every set that the folder holds, read when its turn comes. */
export function* knownSets(folder: string): Generator<KnownSet> {
  const files = readdirSync(folder).filter((file) => table.test(file));
  for (const file of files.toSorted()) {
    const name = file.replace(table, '');
    if (name.endsWith('b') && files.includes(file.replace('b.csv', 'a.csv'))) continue; // the second half of a pair
    const pair = name.endsWith('a') && files.includes(file.replace('a.csv', 'b.csv'));
    const parts = pair ? [file, file.replace('a.csv', 'b.csv')] : [file];
    const rows = parts.flatMap((part) => rowsOf(join(folder, part)));
    const [first] = rows;
    if (first === undefined) continue;
    if (isFebrl(first)) yield febrl(pair ? name.slice(0, -1) : name, rows);
    else if ('cluster' in first) yield generic(name, rows, mappingFor(join(folder, name)));
  }
}

function rowsOf(file: string): readonly Row[] {
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return parse(text, {
    bom: true,
    columns: (header: string[]) => header.map((column) => column.trim()),
    trim: true,
    relax_column_count: true,
  });
}

const febrlId = /^rec-(\d+)-(?:org|dup)/;

const isFebrl = (row: Row): boolean => febrlId.test(row['rec_id'] ?? '');

/** Christen's synthetic records: `rec-7-org` and `rec-7-dup-0` are person 7. */
function febrl(name: string, rows: readonly Row[]): KnownSet {
  const cells = rows.map((row) => ({
    ...without(row, 'rec_id', 'soc_sec_id'),
    socialSecurityNumber: row['soc_sec_id'],
  }));
  return known(
    name,
    cells,
    rows.map((row) => febrlId.exec(row['rec_id'] ?? '')?.[1] ?? ''),
  );
}

function generic(name: string, rows: readonly Row[], mapping: Mapping | undefined): KnownSet {
  const told = rows.map((row) => without(row, 'cluster'));
  const cells = mapping === undefined ? told : told.map((row, line) => mapped(row, line, mapping));
  return known(
    name,
    cells,
    rows.map(({ cluster }) => cluster ?? ''),
  );
}

/** The truth and the names of records are for the figures alone. */
const without = (row: Row, ...columns: readonly string[]): Row =>
  Object.fromEntries(Object.entries(row).filter(([column]) => !columns.includes(column)));

function known(name: string, cells: readonly Readonly<Record<string, unknown>>[], truth: readonly string[]): KnownSet {
  const facts = cells.map((row, line) => factsOfRow({ id: recordId(`r_${line}`), cells: row }, defaultPolicy));
  return { name, facts, truth };
}

/** `<set>.mapping.json`, as `tributary import` reads it; without one, columns are understood by their names. */
function mappingFor(path: string): Mapping | undefined {
  const file = `${path}.mapping.json`;
  if (!existsSync(file)) return undefined;
  const parsed = parseMapping(JSON.parse(readFileSync(file, 'utf8')));
  if (parsed.ok) return parsed.mapping;
  throw new Error(`${file} is no mapping: ${parsed.errors.map(({ at, message }) => `${at}: ${message}`).join(' ')}`);
}

function mapped(row: Row, line: number, mapping: Mapping): Readonly<Record<string, unknown>> {
  const read = readRow(row, line + 2, mapping);
  if (!read.ok) return {};
  const [first] = eventsOf([read.row], mapping, new Set());
  const traits = first?.event['traits'];
  return typeof traits === 'object' && traits !== null ? Object.fromEntries(Object.entries(traits)) : {};
}
