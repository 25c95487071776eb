/**
 * Finds out what each column of a table is compared as. It asks the reader of forms itself, by what a record loses without the column,
 * so that no second list of names can disagree with it.
 */
import { matcherOf, type MatchForm, type RecordFacts, startingModel } from '@tributary/domain-identity';
import { type Cells } from './read-table.ts';

/** Enough cells of a column to know it by. */
const enough = 200;
/** Below this share of its cells it is said in how many a column counts: dates in a form that nobody reads, say. */
const most = 0.5;

interface Seen {
  cells: number;
  counted: number;
  readonly as: Set<string>;
}

/** What is compared, and the parts of a form that it is compared by. */
const parts: Readonly<Record<string, (form: MatchForm) => readonly unknown[]>> = {
  name: ({ first, last }) => [first?.text, last?.text],
  birth: ({ births }) => births.map(({ digits }) => digits),
  email: ({ emails }) => emails.map(({ exact }) => exact),
  phone: ({ phones }) => phones.map(({ text }) => text),
  number: ({ number }) => [number?.text],
  postcode: ({ postcode }) => [postcode?.text],
  address: ({ street }) => [street?.text],
  city: ({ city }) => [city?.text],
};
const joins = 'an identifier that joins';

export class ColumnUse {
  readonly #matcher = matcherOf({ model: startingModel });
  readonly #seen = new Map<string, Seen>();

  constructor(private readonly factsOf: (cells: Cells) => RecordFacts) {}

  look(cells: Cells): void {
    const open = Object.keys(cells).filter((column) => this.#of(column).cells < enough && !isBlank(cells[column]));
    if (open.length === 0) return;
    const all = this.#said(cells);
    for (const column of open) {
      const rest = Object.fromEntries(Object.entries(cells).filter(([name]) => name !== column));
      const lost = difference(all, this.#said(rest));
      // Two columns that say the same leave each other nothing to lose.
      const as = lost.length > 0 ? lost : difference(this.#said({ [column]: cells[column] }), this.#said({}));
      const seen = this.#of(column);
      seen.cells += 1;
      if (as.length > 0) seen.counted += 1;
      for (const field of as) seen.as.add(field);
    }
  }

  /** What can be compared, `name` to `city`. */
  get fields(): ReadonlySet<string> {
    return new Set([...this.#seen.values()].flatMap(({ as }) => [...as]).filter((field) => field !== joins));
  }

  /** Columns that are compared, each with what as. */
  get used(): ReadonlyMap<string, readonly string[]> {
    return new Map([...this.#seen].filter(([, { as }]) => as.size > 0).map(([column, { as }]) => [column, [...as]]));
  }

  get leftOut(): readonly string[] {
    return [...this.#seen].filter(([, { as }]) => as.size === 0).map(([column]) => column);
  }

  /** For whoever reads the figures. */
  get summary(): string {
    const used = [...this.#seen].filter(([, { as }]) => as.size > 0).map(told);
    const rest = [...this.#seen].filter(([, { as }]) => as.size === 0);
    const left = rest.map(([column, { cells }]) => (cells === 0 ? `${column} (empty)` : column));
    const missing = ['name', 'birth'].filter((field) => !this.fields.has(field));
    return [
      `Compared: ${used.join(', ') || 'nothing'}.`,
      ...(left.length > 0 ? [`Left out: ${left.join(', ')}.`] : []),
      ...(missing.length > 0 ? [`No column is read as ${missing.join(' or ')}.`] : []),
    ].join(' ');
  }

  #of(column: string): Seen {
    const seen = this.#seen.get(column) ?? { cells: 0, counted: 0, as: new Set<string>() };
    this.#seen.set(column, seen);
    return seen;
  }

  #said(cells: Cells): ReadonlyMap<string, string> {
    const facts = this.factsOf(cells);
    const form = this.#matcher.formOf(facts);
    const identifiers = facts.identifiers.filter(({ type }) => type !== 'email' && type !== 'phone');
    return new Map([
      ...Object.entries(parts).map(([field, of]) => [field, form ? of(form).join('\n') : ''] as const),
      [joins, identifiers.map(({ type, value }) => `${type} ${value}`).join('\n')],
    ]);
  }
}

const difference = (one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): readonly string[] =>
  [...one].filter(([field, said]) => said.trim() !== (other.get(field) ?? '').trim()).map(([field]) => field);

const isBlank = (cell: unknown): boolean =>
  cell === undefined || cell === null || (typeof cell === 'string' && cell.trim() === '');

function told([column, { as, cells, counted }]: readonly [string, Seen]): string {
  const often = counted / cells < most ? ` (in ${counted} of ${cells} cells)` : '';
  return `${column} as ${[...as].join(' and ')}${often}`;
}
