/** Ids of what the runs of an import leave behind: all of an import, and all of a run, stand beside each other in their order. */
interface Run {
  readonly id: string;
  readonly run: number;
}

interface IdRange {
  readonly $gte: string;
  readonly $lt: string;
}

const padded = (number: number, digits: number): string => String(number).padStart(digits, '0');

const beginningOf = ({ id, run }: Run): string => `${id}@${padded(run, 6)}`;

export const numbered = (run: Run, ...numbers: readonly number[]): string =>
  [beginningOf(run), ...numbers.map((number) => padded(number, 12))].join('@');

/** The sign behind the separator ends a range. */
const between = (beginning: string): IdRange => ({ $gte: `${beginning}@`, $lt: `${beginning}A` });

export const rangeOf = (id: string): IdRange => between(id);
export const runRange = (run: Run): IdRange => between(beginningOf(run));
