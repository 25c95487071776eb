/** Conditions on a value, as people write them in JSON: in segment rules and in the eligibility of offers alike. */

export type Scalar = string | number | boolean;

/** What must hold of a value; several in one object must all hold. A missing value satisfies nothing but `exists: false`. */
export interface Conditions {
  readonly equals?: Scalar;
  readonly in?: readonly Scalar[];
  /** A part of a text, or an element of a list. */
  readonly contains?: Scalar;
  readonly startsWith?: string;
  /** A number compares numbers; a text is a date or an instant and compares dates. */
  readonly gt?: number | string;
  readonly gte?: number | string;
  readonly lt?: number | string;
  readonly lte?: number | string;
  readonly exists?: boolean;
}

export const operators = ['equals', 'in', 'contains', 'startsWith', 'gt', 'gte', 'lt', 'lte', 'exists'] as const;
