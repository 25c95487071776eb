/** All that is guessed of the columns of a file. */
import { guessType } from './guess-type.ts';
import { wordsOf } from './names.ts';
import { guessRole, type Role, roleByName } from './roles.ts';
import { type TypeGuess } from './type-guess.ts';

export interface SampledColumn {
  readonly name: string;
  /** Of the first rows, in their order; empty where a row has none. */
  readonly values: readonly string[];
}

export interface ColumnGuess {
  readonly name: string;
  readonly values: readonly string[];
  readonly type: TypeGuess;
  /** No two columns have one. */
  readonly role: Role | undefined;
  /** The role that it would have by itself. */
  readonly meant: Role | undefined;
  readonly why: string;
  /** How the mapping calls it: its name, or a simple one where its name cannot stand in a template. */
  readonly alias: string;
  /** The member that it becomes where nothing better is known. */
  readonly key: string;
}

export class Guesses {
  readonly all: readonly ColumnGuess[];

  constructor(columns: readonly SampledColumn[]) {
    const keys = new Set<string>();
    const found = columns.map(({ name, values }) => {
      const type = guessType(values, name);
      const { role: meant, why } = guessRole(name, type.type, values);
      const key = unique(wordsOf(name).replaceAll(' ', '_') || 'column', keys);
      return { name, values, type, meant, why, key, alias: /[{}]/.test(name) ? key : name };
    });
    const best = bestByRole(found);
    this.all = found.map((column) => {
      const { meant } = column;
      if (meant === undefined || best.get(meant) === column) return { ...column, role: meant };
      return { ...column, role: undefined, why: `another column is the ${meant} already` };
    });
  }

  of(role: Role): ColumnGuess | undefined {
    return this.all.find((column) => column.role === role);
  }

  /** Named as if it were one of these, though its cells cannot be read so. */
  almost(...roles: readonly Role[]): ColumnGuess | undefined {
    return this.all.find(({ name, role, type }) => {
      const named = type.isUnclearTime === true ? 'time' : roleByName(name);
      return role === undefined && named !== undefined && roles.includes(named);
    });
  }
}

type Found = Omit<ColumnGuess, 'role'>;

/** The one that says anything; the time that every row has; what is called it in the fewest words, so that of several telephones it is the phone; the first. */
function bestByRole(columns: readonly Found[]): ReadonlyMap<Role, Found> {
  const best = new Map<Role, Found>();
  for (const column of columns) {
    const { meant } = column;
    if (meant === undefined) continue;
    const known = best.get(meant);
    if (known === undefined || isBetter(column, known)) best.set(meant, column);
  }
  return best;
}

function isBetter(column: Found, known: Found): boolean {
  const [own, others] = [column, known].map(({ values }) => values.some((value) => value.trim() !== ''));
  if (own !== others) return own === true;
  if (column.meant === 'time' && hasGaps(column) !== hasGaps(known)) return hasGaps(known);
  return !inOrder.includes(column.meant) && wordCount(column.name) < wordCount(known.name);
}

/** Of these the first is meant: exports begin with what matters. */
const inOrder: readonly (Role | undefined)[] = ['time', 'amount', 'price', 'order', 'customer', 'row', 'product'];

const wordCount = (name: string): number => wordsOf(name).split(' ').length;

function unique(key: string, taken: Set<string>): string {
  let name = key;
  for (let count = 2; taken.has(name); count += 1) name = `${key}_${count}`;
  taken.add(name);
  return name;
}

/** The cell in a template. */
export const cell = ({ alias }: ColumnGuess): string => `{${alias}}`;
export const hasGaps = ({ values }: Pick<ColumnGuess, 'values'>): boolean =>
  values.some((value) => value.trim() === '');
/** Two cells that say something say the same. */
export function hasDoubles({ values }: ColumnGuess): boolean {
  const said = values.map((value) => value.trim()).filter((value) => value !== '');
  return new Set(said).size < said.length;
}
