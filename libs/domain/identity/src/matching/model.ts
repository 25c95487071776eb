/** A trained model as versioned data, with where it comes from. */
import { type Field } from './comparisons/fields.ts';

export interface MatchModel {
  readonly version: string;
  readonly provenance: Provenance;
  /** log2 of the odds that two random records are one person. */
  readonly prior: number;
  /** Of each field all levels, the best first. */
  readonly fields: Readonly<Record<Field, readonly LevelProbabilities[]>>;
  readonly frequencies: { readonly first: Frequencies; readonly last: Frequencies };
  /**
   * log2 of the odds that two random records are two people of one home. They agree on much that strangers do not, so that
   * a pair is compared with them as well as with strangers.
   */
  readonly homePrior: number;
}

export interface Provenance {
  readonly trainedOn: string;
  readonly records: number;
  /** ISO date, as the one who trained it said. */
  readonly date: string;
  readonly metrics: Readonly<Record<string, number>>;
}

export interface LevelProbabilities {
  readonly level: string;
  /** Among pairs that are one person, of those that say something. */
  readonly m: number;
  /** Among strangers. */
  readonly u: number;
  /** Among two people of one home. */
  readonly h: number;
}

/** Shares of names among records; frozen, so that a comparison never depends on what else is stored. */
export interface Frequencies {
  /** That two random records agree: the mean share. */
  readonly agreement: number;
  /** Share of each name that is not listed. */
  readonly rest: number;
  readonly names: Readonly<Record<string, number>>;
}
