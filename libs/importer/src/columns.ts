/** Whether a file has the columns that a mapping reads, where the file names its columns. */
import { ImportError } from './import-error.ts';

export interface WantedColumns {
  readonly reads: ReadonlySet<string>;
  /** Where a column may stand instead of under its name; one of the places is enough. */
  readonly from: ReadonlyMap<string, readonly string[]>;
}

/** The columns at the top that are read, where some are; the paths below them do not matter to a file of columns. */
export const topColumns = ({ reads, from }: WantedColumns): readonly string[] =>
  [...reads].flatMap((name) => from.get(name) ?? [name]).flatMap((name) => [name, topOf(name)]);

const topOf = (name: string): string => name.replace(/[/[].*$/, '');

/** `there`: names, without the paths below them. */
export function checkColumns(there: readonly string[], { reads, from }: WantedColumns): void {
  const has = (name: string): boolean => there.includes(name) || there.includes(topOf(name));
  const missing = [...reads].filter((name) => !(from.get(name) ?? [name]).some(has));
  if (missing.length === 0) return;
  const lacks = `The mapping reads columns that the file has not: ${missing.join(', ')}.`;
  throw new ImportError(`${lacks} It has ${there.join(', ')}.`, 'MISSING_COLUMN');
}
