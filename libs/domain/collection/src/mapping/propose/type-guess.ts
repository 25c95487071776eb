/** What the cells of a column are taken for. */
import { type ColumnType } from '../mapping.ts';

export interface TypeGuess {
  readonly type: ColumnType['type'];
  /** As a mapping has it. */
  readonly spec: Readonly<Record<string, unknown>>;
  readonly why: string;
  /** It is likely to be a time, and cannot be read as one. */
  readonly isUnclearTime?: boolean;
}
