/** Lines that cannot be read, between the rows of groups: each may be missing in the group before it, or in the one behind. */
import { groupOf, type Mapping } from '@tributary/domain-collection';
import { isText } from './file-text.ts';
import { type UnreadableRow } from './formats/row.ts';

type Cells = Readonly<Record<string, unknown>>;

interface Unplaced {
  readonly line: number;
  /** None: it can be of any group. */
  readonly readings: readonly Cells[];
}

/** What is kept of a file without one good line; those beyond it can be of any group. */
const mostKept = 1_000;

export class UnplacedLines {
  readonly #columns: readonly Mapping[];
  #lines: Unplaced[] = [];

  constructor(mapping: Mapping) {
    this.#columns = mapping.groupBy.map((name) => ({ ...mapping, groupBy: [name] }));
  }

  add({ rejected: { line }, readings = [] }: UnreadableRow): void {
    if (this.#lines.length < mostKept) this.#lines.push({ line, readings });
    else this.#lines[mostKept - 1] = { line, readings: [] };
  }

  clear(): void {
    this.#lines = [];
  }

  /** The first of all: they stand between rows of one group, so they are of it, whatever they say. */
  first(): number | undefined {
    return this.#lines[0]?.line;
  }

  /** The first that can be of the group which a row is of. */
  firstOf(row: Cells): number | undefined {
    return this.#lines.find(({ readings }) => readings.length === 0 || this.#canBe(readings, row))?.line;
  }

  /** Column by column: the delimiter that is too many may stand between two of them. */
  #canBe(readings: readonly Cells[], row: Cells): boolean {
    return this.#columns.every((column) => {
      const wanted = groupOf(row, column);
      return readings.some((reading) => {
        const found = groupOf(reading, column);
        return found === wanted || !isText(found ?? '');
      });
    });
  }
}
