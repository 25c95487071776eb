/** A segment's rule: a JSON tree, never code. What `parseRule` lets through has exactly this shape. */
import { type Conditions } from '@tributary/domain-conditions';

/** Conditions on a date that change with time alone. */
export interface TimedConditions {
  /** From the date until this long after it. */
  readonly withinLast?: string;
  /** From this long after the date on. */
  readonly olderThan?: string;
  /** From this long before the date until it. */
  readonly withinNext?: string;
}

/** What must hold of a number; several in one object must all hold. */
export interface Threshold {
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly moreThan?: number;
  readonly lessThan?: number;
  readonly exactly?: number;
}

export type Where =
  { readonly all: readonly Where[] } | { readonly any: readonly Where[] } | { readonly not: Where } | PropertyCondition;

interface PropertyCondition extends Conditions {
  readonly property: string;
}

export interface TraitRule extends Conditions, TimedConditions {
  readonly trait: string;
  /** IANA zone of dates without a time and of `mo` and `y`; UTC when absent. */
  readonly zone?: string;
}

interface Measured extends Threshold {
  /** The property that is measured. */
  readonly of: string;
}

/** The first or the last event: the value of a property of it, or, without `of`, when it happened. */
export interface Chosen extends Conditions, TimedConditions {
  readonly of?: string;
}

export interface DidRule {
  /** Name of an event, page or screen; `$track`, `$page`, ... for every event of a type; `*` for every event. */
  readonly did: string;
  readonly where?: Where;
  readonly count?: Threshold;
  readonly sum?: Measured;
  readonly average?: Measured;
  readonly min?: Measured;
  readonly max?: Measured;
  readonly distinct?: Measured;
  readonly first?: Chosen;
  readonly last?: Chosen;
  /** A duration: an event counts from its time until this long after it. */
  readonly within?: string;
  /** Events from the first moment on and before the second. */
  readonly between?: readonly [string, string];
  readonly ever?: true;
  readonly zone?: string;
}

export type Rule =
  { readonly all: readonly Rule[] } | { readonly any: readonly Rule[] } | { readonly not: Rule } | TraitRule | DidRule;

export const measures = ['sum', 'average', 'min', 'max', 'distinct'] as const;
export const choices = ['first', 'last'] as const;
export const thresholds = ['atLeast', 'atMost', 'moreThan', 'lessThan', 'exactly'] as const;
export const timedConditions = ['withinLast', 'olderThan', 'withinNext'] as const;
