/** What a walk counts of the quality of all records, and the rows that it keeps: which ones cannot be used, never what they say. */
import { type RecordId } from '@tributary/contracts';
import { type FieldQuality, type QualityField } from '@tributary/domain-cleansing';
import { type Habit, type RowState } from '@tributary/domain-identity';

export type FieldCounts = Record<QualityField, Record<FieldQuality, number>>;

export interface SourceSum {
  readonly source: string;
  /** Records that it speaks of. */
  readonly rows: number;
  readonly fields: FieldCounts;
}

/** A value that too many records carry. */
export interface GenericValue {
  readonly key: string;
  /** Records that carry it and know that it is one. */
  readonly records: number;
}

interface LargePerson {
  readonly profile: string;
  readonly records: number;
}

export interface QualitySum {
  /** The version of the policy by which it is judged. */
  readonly version: number;
  readonly records: number;
  readonly people: number;
  /** In order of arrival; of more than can be told apart the rest is `others`. */
  readonly sources: readonly SourceSum[];
  /** Identifiers. */
  readonly generic: readonly GenericValue[];
  /** Blocks of compared records, by their keys. */
  readonly blocks: readonly GenericValue[];
  /** More values of either kind were found than are kept. */
  readonly hasMore: boolean;
  /** People by the number of their records, as `sizes` has it. */
  readonly sizes: readonly number[];
  /** The largest first. */
  readonly largest: readonly LargePerson[];
  readonly frozen: { readonly count: number; readonly components: readonly string[] };
  /** Rows with a value that nobody can use. */
  readonly unusable: UnusableSum;
}

/** The name of the sources that are not told apart. */
export const others = 'others';

/** From this many records to the next number. */
export const sizes = [1, 2, 3, 5, 10, 20, 50, 100, 200, 500] as const;

interface UnusableSum {
  readonly rows: number;
  /** How many of them were kept for the list. */
  readonly kept: number;
  /** How many were found of each step of urgency, as `stepOf` has it. */
  readonly steps: readonly number[];
}

/** A row as it was found: what is wrong with it, and what hangs on its record. */
export interface UnusableRow extends RowState {
  readonly record: RecordId;
  readonly source: string;
}

export const nothingMeasured = (version: number): QualitySum => ({
  ...{ version, records: 0, people: 0, sources: [], generic: [], blocks: [], hasMore: false },
  ...{ sizes: sizes.map(() => 0), largest: [], frozen: { count: 0, components: [] } },
  unusable: { rows: 0, kept: 0, steps: [] },
});

const noQualities = (): Record<FieldQuality, number> => ({ missing: 0, placeholder: 0, invalid: 0, valid: 0 });

export const noFields = (): FieldCounts => ({
  ...{ name: noQualities(), address: noQualities(), city: noQualities() },
  ...{ phone: noQualities(), email: noQualities() },
});

/** What the source says in its rows, as far as it was counted. */
export function habitOf({ rows, fields }: Pick<SourceSum, 'rows' | 'fields'>): Habit {
  const said = (field: QualityField): number => (rows === 0 ? 0 : 1 - fields[field].missing / rows);
  return {
    ...{ name: said('name'), address: said('address'), city: said('city') },
    ...{ phone: said('phone'), email: said('email') },
  };
}
