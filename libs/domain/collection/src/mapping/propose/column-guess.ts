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
  readonly role: Role | undefined;
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
    const taken = new Set<Role>();
    this.all = columns.map(({ name, values }) => {
      const type = guessType(values, name);
      const { role, why } = guessRole(name, type.type, values);
      const key = unique(wordsOf(name).replaceAll(' ', '_') || 'column', keys);
      const isFirst = role === undefined || !taken.has(role);
      if (role !== undefined) taken.add(role);
      return {
        ...{ name, values, type, key, alias: /[{}]/.test(name) ? key : name },
        ...(isFirst ? { role, why } : { role: undefined, why: `another column is the ${role} already` }),
      };
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

function unique(key: string, taken: Set<string>): string {
  let name = key;
  for (let count = 2; taken.has(name); count += 1) name = `${key}_${count}`;
  taken.add(name);
  return name;
}

/** The cell in a template. */
export const cell = ({ alias }: ColumnGuess): string => `{${alias}}`;
export const hasGaps = ({ values }: ColumnGuess): boolean => values.some((value) => value.trim() === '');
/** Two cells that say something say the same. */
export function hasDoubles({ values }: ColumnGuess): boolean {
  const said = values.map((value) => value.trim()).filter((value) => value !== '');
  return new Set(said).size < said.length;
}
