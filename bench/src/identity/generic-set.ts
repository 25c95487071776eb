/** How the rows of a table with a column `cluster` are understood: by the mapping beside it, or by the names of its columns. */
import { recordId } from '@tributary/contracts';
import { eventsOf, isObject, type Mapping, proposeMapping, readRow } from '@tributary/domain-collection';
import { defaultPolicy, factsOfRow } from '@tributary/domain-identity';
import { ImportError, type Rejection } from '@tributary/importer';
import { ColumnUse } from './column-use.ts';
import { type Cells, type Table, type TableLine, textIn, without } from './read-table.ts';

type Understood =
  | { readonly ok: true; readonly traits: Cells }
  /** As an import would refuse the row. */
  | { readonly ok: false; readonly rejected: Rejection };

export interface Recipe {
  /** Columns of the truth and of names of records: for the figures alone. */
  readonly hidden: readonly string[];
  /** Empty where the row does not say it. */
  readonly personOf: (cells: Cells) => string;
  readonly read: (line: TableLine) => Understood;
  /** What a row says where cells that the mapping requires may be missing: so is found out what each column is read as. */
  readonly readAnyway: (cells: Cells) => Cells;
  readonly notes: readonly string[];
}

/** Undefined: nothing in the table says who its records are. */
export function genericRecipe(table: Table, mapping: Mapping | undefined): Recipe | undefined {
  const truth = truthColumn(table, mapping);
  if (truth === undefined) return undefined;
  const base = { hidden: [truth], personOf: (cells: Cells) => textIn(cells, truth) };
  return { ...base, ...(mapping === undefined ? byNames(table, truth) : byMapping(table, truth, mapping)) };
}

const truthName = 'cluster';

/** A mapping calls it otherwise by `from`, as it does with any column. */
function truthColumn({ columns }: Table, mapping: Mapping | undefined): string | undefined {
  const places = mapping?.from.get(truthName);
  if (places === undefined) {
    return columns.find((name) => name === truthName) ?? columns.find((name) => name.toLowerCase() === truthName);
  }
  return places.find((place) => columns.includes(place)) ?? refuseMissing([places.join(' or ')], columns);
}

function refuseMissing(missing: readonly string[], columns: readonly string[]): never {
  const lacks = `The mapping reads columns that the file has not: ${missing.join(', ')}.`;
  throw new ImportError(`${lacks} It has ${columns.join(', ')}.`, 'MISSING_COLUMN');
}

type Reading = Pick<Recipe, 'read' | 'readAnyway' | 'notes'>;

function byMapping({ columns }: Table, truth: string, mapping: Mapping): Reading {
  const has = (name: string): boolean => columns.includes(name) || columns.includes(name.replace(/[/[].*$/, ''));
  const missing = [...mapping.reads].filter((name) => !(mapping.from.get(name) ?? [name]).some(has));
  if (missing.length > 0) refuseMissing(missing, columns);
  const lenient = withoutRequired(mapping);
  return {
    read: ({ cells, line }) => mapped({ cells: without(cells, truth), line }, mapping),
    readAnyway: (cells) => {
      const read = mapped({ cells, line: 0 }, lenient);
      return read.ok ? read.traits : {};
    },
    notes: [],
  };
}

function mapped({ cells, line }: TableLine, mapping: Mapping): Understood {
  const read = readRow({ ...cells }, line, mapping);
  if (!read.ok) return read;
  const [first] = eventsOf([read.row], mapping, new Set());
  const traits = first?.event['traits'];
  return { ok: true, traits: isObject(traits) ? traits : {} };
}

const withoutRequired = (mapping: Mapping): Mapping => ({
  ...mapping,
  columns: new Map([...mapping.columns].map(([name, type]) => [name, { ...type, required: false }])),
});

/** As traits are spelled; what no trait is spelled like, as the product's own proposal takes it. */
function byNames(table: Table, truth: string): Reading {
  const renames = proposedNames(table, truth);
  const traitsOf = (cells: Cells): Cells =>
    Object.fromEntries(
      Object.entries(cells).flatMap(([name, cell]) => (name === truth ? [] : [[renames.get(name) ?? name, cell]])),
    );
  const told = [...renames].map(([column, trait]) => `${column} for ${trait}`).join(', ');
  return {
    read: ({ cells }) => ({ ok: true, traits: traitsOf(cells) }),
    readAnyway: traitsOf,
    notes: told === '' ? [] : [`There is no mapping, so a guess takes ${told}.`],
  };
}

/** The traits that a proposal can name a column for, and what they are compared as. */
const namedByGuess: ReadonlyMap<string, string> = new Map([
  ...(['firstName', 'lastName', 'name'] as const).map((trait) => [trait, 'name'] as const),
  ['birthday', 'birth'],
  ['email', 'email'],
  ['phone', 'phone'],
  ['street', 'address'],
  ['city', 'city'],
  ['postalCode', 'postcode'],
]);

/** Rows that columns are known by. */
const sampled = 1_000;

/** By column its trait; a column that is understood by its own name keeps it, and nothing takes its place. */
function proposedNames({ columns, lines }: Table, truth: string): ReadonlyMap<string, string> {
  const sample = lines.slice(0, sampled).map(({ cells }) => without(cells, truth));
  const use = new ColumnUse((cells) => factsOfRow({ id: recordId('r_0'), cells }, defaultPolicy));
  for (const cells of sample) use.look(cells);
  const names = columns.filter((name) => name !== truth && name !== '');
  const tables = names.map((name) => ({ name, values: sample.map((cells) => textIn(cells, name)) }));
  // A proposal wants to know whom a row is of: of the line that it stands in.
  const line = { name: 'customer id', values: sample.map((_, index) => `c${index}`) };
  const { mapping } = proposeMapping(names.includes(line.name) ? tables : [...tables, line], { type: 'csv' });
  const renames = new Map<string, string>();
  for (const [trait, column] of traitColumns(mapping)) {
    const field = namedByGuess.get(trait);
    const isSaid = field !== 'name' && field !== undefined && use.fields.has(field);
    if (field === undefined || isSaid || use.used.has(column) || names.includes(trait)) continue;
    renames.set(column, trait);
  }
  return renames;
}

/** Each trait of a proposed mapping with the one column that it is filled from. */
function* traitColumns(mapping: unknown): Generator<readonly [trait: string, column: string]> {
  if (!isObject(mapping)) return;
  const { events, columns } = mapping;
  const event: unknown = Array.isArray(events) ? events[0] : undefined;
  const traits = isObject(event) && isObject(event['traits']) ? event['traits'] : {};
  const address = isObject(traits['address']) ? traits['address'] : {};
  for (const [trait, template] of Object.entries({ ...traits, ...address })) {
    const alias = typeof template === 'string' ? /^\{([^{}]+)\}$/.exec(template)?.[1] : undefined;
    if (alias === undefined) continue;
    const spec = isObject(columns) ? columns[alias] : undefined;
    const from = isObject(spec) ? spec['from'] : undefined;
    yield [trait, typeof from === 'string' ? from : alias];
  }
}
