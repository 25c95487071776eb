/** Sets of records with the truth beside them, as they lie in a folder. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { recordId } from '@tributary/contracts';
import { defaultPolicy, factsOfRow, type RecordFacts } from '@tributary/domain-identity';
import { readMapping, type Rejection } from '@tributary/importer';
import { ColumnUse } from './column-use.ts';
import { genericRecipe, type Recipe } from './generic-set.ts';
import { type Cells, problemOf, readTable, refusalOf, type Table, textIn, without } from './read-table.ts';

export interface KnownSet {
  readonly name: string;
  readonly facts: readonly RecordFacts[];
  /** For each record its person; undefined where nobody knows. */
  readonly truth: readonly (string | undefined)[];
  /** What whoever reads the figures must know: which columns count, which rows do not. */
  readonly notes: readonly string[];
}

export type Found =
  | { readonly kind: 'set'; readonly set: KnownSet }
  /** A file that could not be measured, and why. */
  | { readonly kind: 'broken'; readonly problem: string }
  /** A file that does not claim to be a set: nothing in it says who is who. */
  | { readonly kind: 'no-set'; readonly problem: string };

const table = /\.csv(?:\.gz)?$/i;

/** Everything that the folder holds, read when its turn comes. */
export async function* knownSets(folder: string): AsyncGenerator<Found> {
  const files = await readdir(folder).catch(() => undefined);
  if (files === undefined) {
    yield broken(`--data: ${folder} is no folder that can be read. Name one that holds .csv or .csv.gz files.`);
    return;
  }
  const tables = files.filter((file) => table.test(file)).toSorted();
  if (tables.length === 0) yield broken(`--data: ${folder} holds no .csv and no .csv.gz file.`);
  for (const file of tables) {
    if (isSecondOf(file, tables)) continue;
    const second = file.replace(firstHalf, 'b$1');
    const isPair = second !== file && tables.includes(second);
    const paths = (isPair ? [file, second] : [file]).map((part) => join(folder, part));
    const name = file.replace(table, '');
    yield await setOf({ name: isPair ? name.slice(0, -1) : name, paths, mapping: join(folder, name) });
  }
}

/** FEBRL 4 comes in two files that are one set. */
const firstHalf = /a(\.csv(?:\.gz)?)$/i;
const secondHalf = /b(\.csv(?:\.gz)?)$/i;

const isSecondOf = (file: string, files: readonly string[]): boolean =>
  secondHalf.test(file) && files.includes(file.replace(secondHalf, 'a$1'));

const broken = (problem: string): Found => ({ kind: 'broken', problem });

interface SetFiles {
  readonly name: string;
  readonly paths: readonly string[];
  /** Without its `.mapping.json`. */
  readonly mapping: string;
}

async function setOf(files: SetFiles): Promise<Found> {
  const paths = files.paths.join(' and ');
  try {
    const mappingFile = `${files.mapping}.mapping.json`;
    const mapping = existsSync(mappingFile) ? await readMapping(mappingFile) : undefined;
    const read = await allOf(files.paths, (path) => readTable(path, mapping?.format));
    const whole = together(paths, read);
    const [first] = whole.lines;
    if (first === undefined) return broken(`${paths}: No row of it can be read.${firstRefusal(whole)}`);
    const recipe = isFebrl(first.cells) ? febrlRecipe : genericRecipe(whole, mapping);
    if (recipe === undefined) return { kind: 'no-set', problem: noTruth(whole, mappingFile) };
    return measurable(files.name, whole, recipe);
  } catch (error) {
    return broken(problemOf([...files.paths, files.mapping], error));
  }
}

async function allOf<T>(paths: readonly string[], read: (path: string) => Promise<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for (const path of paths) all.push(await read(path));
  return all;
}

const together = (file: string, parts: readonly Table[]): Table => ({
  file,
  columns: [...new Set(parts.flatMap(({ columns }) => columns))],
  lines: parts.flatMap(({ lines }) => lines),
  refusedCount: parts.reduce((sum, { refusedCount }) => sum + refusedCount, 0),
  refused: parts.find(({ refused }) => refused !== undefined)?.refused,
});

const noTruth = ({ file, columns }: Table, mapping: string): string =>
  `${file}: It is not measured, as no column is called cluster. It has ${columns.join(', ')}. Rename the column that says who ` +
  `each record is, or name it in ${mapping} ("columns": {"cluster": {"type": "text", "from": "<its name>"}}).`;

const febrlId = /^rec-(\d+)-(?:org|dup)/;

const isFebrl = (cells: Cells): boolean => febrlId.test(textIn(cells, 'rec_id'));

/** Christen's synthetic records: `rec-7-org` and `rec-7-dup-0` are person 7. */
const febrlTraits = (cells: Cells): Cells => ({
  ...without(cells, 'rec_id', 'soc_sec_id'),
  socialSecurityNumber: cells['soc_sec_id'],
});
const febrlRecipe: Recipe = {
  hidden: ['rec_id'],
  personOf: (cells) => febrlId.exec(textIn(cells, 'rec_id'))?.[1] ?? '',
  read: ({ cells }) => ({ ok: true, traits: febrlTraits(cells) }),
  readAnyway: febrlTraits,
  notes: [],
};

function measurable(name: string, whole: Table, recipe: Recipe): Found {
  const facts: RecordFacts[] = [];
  const truth: (string | undefined)[] = [];
  const use = new ColumnUse((cells) => factsAt(0, recipe.readAnyway(cells)));
  let [unknown, refusedCount, refused]: [number, number, Rejection | undefined] = [
    0,
    whole.refusedCount,
    whole.refused,
  ];
  for (const line of whole.lines) {
    const read = recipe.read(line);
    if (!read.ok) {
      refused ??= read.rejected;
      refusedCount += 1;
      continue;
    }
    use.look(without(line.cells, ...recipe.hidden));
    const person = recipe.personOf(line.cells);
    if (person === '') unknown += 1;
    truth.push(person === '' ? undefined : person);
    facts.push(factsAt(facts.length, read.traits));
  }
  const rows = { ...whole, refusedCount, refused };
  if (facts.length === 0) return broken(`${whole.file}: The mapping refuses every row.${firstRefusal(rows)}`);
  if (unknown === facts.length) return broken(`${whole.file}: ${recipe.hidden.join()} is empty in every row.`);
  if (use.fields.size === 0) return broken(`${whole.file}: Nothing in it can be compared. ${use.summary}`);
  const notes = [...recipe.notes, use.summary, ...rowNotes(rows, unknown, recipe)];
  return { kind: 'set', set: { name, facts, truth, notes } };
}

const factsAt = (place: number, cells: Cells): RecordFacts =>
  factsOfRow({ id: recordId(`r_${place}`), cells }, defaultPolicy);

function* rowNotes(rows: Table, unknown: number, { hidden }: Recipe): Generator<string> {
  if (unknown > 0) yield `${unknown} rows have no ${hidden.join()}: they are compared, and no figure judges them.`;
  if (rows.refusedCount > 0) yield `${rows.refusedCount} rows are not measured.${firstRefusal(rows)}`;
}

const firstRefusal = ({ refused }: Table): string =>
  refused === undefined ? '' : ` The first of them: ${refusalOf(refused)}`;
