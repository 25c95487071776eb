/** A row of a file that became no event, and why. */
export interface Rejection {
  /** From 1: the line of a CSV or NDJSON file, the number of the record in any other. */
  readonly line: number;
  readonly code: string;
  readonly detail: string;
}
