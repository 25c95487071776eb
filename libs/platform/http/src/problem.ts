/** Errors that a caller can act on, as RFC 9457 problem details with a `fix` line. */

export interface FieldError {
  /** JSON pointer into the request. */
  readonly at: string;
  readonly message: string;
}

export interface ProblemParts {
  readonly status: number;
  /** Closed, upper case, e.g. `PROFILE_NOT_FOUND`. */
  readonly code: string;
  /** What was wrong. */
  readonly detail: string;
  /** What to do about it. */
  readonly fix: string;
  /** JSON pointer to the culprit. */
  readonly at?: string;
  readonly errors?: readonly FieldError[];
  /** Seconds after which a repetition makes sense. */
  readonly retryAfter?: number;
}

export class Problem extends Error {
  override readonly name = 'Problem';
  constructor(readonly parts: ProblemParts) {
    super(`${parts.code}: ${parts.detail}`);
  }
}

export const problemType = 'application/problem+json; charset=utf-8';

/** The body of a problem+json answer. */
export function problemBody(parts: ProblemParts): object {
  const { retryAfter, ...shown } = parts;
  return {
    type: `urn:tributary:problem:${parts.code.toLowerCase().replaceAll('_', '-')}`,
    title: titleOf(parts.code),
    ...shown,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
}

const titleOf = (code: string): string => {
  const words = code.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};
