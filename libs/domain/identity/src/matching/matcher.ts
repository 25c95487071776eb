/** What matching offers to the rest of identity: records as comparable forms, where they meet, and what speaks for one person. */
import { type RecordFacts } from '../facts.ts';
import { type MatchForm } from './form.ts';
import { type Glances } from './glance/glances.ts';

/** One field's part in a comparison. Correlated fields share one. */
export interface ComparedField {
  /** `name`, `birth`, `email`, `phone`, `postcode`, `address`, `city`. */
  readonly field: string;
  /** The agreement level, e.g. `exact`, `nickname and last`, `one edit`; `null` where one side says nothing (0 bits). */
  readonly level: string | null;
  /** log2 of m/u for this level (and value, where term frequencies count). */
  readonly bits: number;
}

/** Told as a field: what the possibility of two people at one home takes away. It follows from the others. */
export const household = 'household';

/**
 * Who the names say the two are. `incomplete`: a side leaves one out, so that it fits two of one home alike. `relatives`: one family
 * name, and two first names that have nothing in common.
 */
export type ToldNames = 'complete' | 'relatives' | 'incomplete';

/** What two records say against being one person, whatever the bits. */
export interface Testimony {
  /** Name and birth are both known on both sides, and both say that these are two people. */
  readonly contradicts: boolean;
  readonly names: ToldNames;
}

/** Two records compared by the model of Fellegi and Sunter. */
export interface Comparison extends Testimony {
  /** Bits of the prior: log2 of the odds that two random records are one person. */
  readonly prior: number;
  readonly fields: readonly ComparedField[];
  /** Prior and fields together. */
  readonly bits: number;
  /** 2^bits / (1 + 2^bits). */
  readonly p: number;
}

export interface Matcher {
  /** Types of the identifiers that forms are made of; any other leaves a form as it is. */
  readonly comparedTypes: ReadonlySet<string>;
  /** Undefined when the record says nothing that could be compared. A function of the record alone. */
  formOf(record: RecordFacts): MatchForm | undefined;
  /** Where records that may be one person meet, as numbers, without duplicates. */
  blockingCodesOf(form: MatchForm): readonly number[];
  /** Symmetric. */
  compare(a: MatchForm, b: MatchForm): Comparison;
  /** Whether both say something of at least so many fields. */
  haveInCommon(a: MatchForm, b: MatchForm, fields: number): boolean;
  /** As `compare(a, b).bits` where that is at least `floor`, else anything below it: for the many pairs that come to nothing. */
  bitsOf(a: MatchForm, b: MatchForm, floor?: number): number;
  /** An empty table, for many records that meet each other: most pairs are hopeless at a glance. */
  glances(): Glances;
  /** A part of `compare(a, b)`, for a fraction of its cost. */
  testimonyOf(a: MatchForm, b: MatchForm): Testimony;
}
