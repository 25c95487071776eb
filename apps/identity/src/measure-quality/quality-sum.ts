/** What a walk counts of the quality of all records, and the rows that it keeps: which ones cannot be used, never what they say. */
import { type RecordId } from '@tributary/contracts';
import { type FieldQuality, type QualityField } from '@tributary/domain-cleansing';

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
  /** Rows with a value that nobody can use, and how many components with such rows were kept for the list. */
  readonly unusable: { readonly rows: number; readonly components: number; readonly kept: number };
}

/** From this many records to the next number. */
export const sizes = [1, 2, 3, 5, 10, 20, 50, 100, 200, 500] as const;

export interface UnusableRow {
  readonly record: RecordId;
  readonly source: string;
}

export const nothingMeasured = (version: number): QualitySum => ({
  ...{ version, records: 0, people: 0, sources: [], generic: [], blocks: [], hasMore: false },
  ...{ sizes: sizes.map(() => 0), largest: [], frozen: { count: 0, components: [] } },
  unusable: { rows: 0, components: 0, kept: 0 },
});

const noQualities = (): Record<FieldQuality, number> => ({ missing: 0, placeholder: 0, invalid: 0, valid: 0 });

export const noFields = (): FieldCounts => ({
  ...{ name: noQualities(), address: noQualities(), city: noQualities() },
  ...{ phone: noQualities(), email: noQualities() },
});
