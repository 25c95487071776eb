/** A line of a file that became no event, and why. */
export interface Rejection {
  /** In the file, from 1. */
  readonly line: number;
  readonly code: string;
  readonly detail: string;
}
