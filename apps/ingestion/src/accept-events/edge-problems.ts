/** Answers of the edge that are not 200. SDKs drop a batch for good on 400, 401 and 413, so these are rare by design. */
import { Problem, type ProblemParts } from '@tributary/http';

const keyFix = 'Send the write key of a source as the user of Basic authentication, or as "writeKey" in the body.';

export const problems = {
  keyMissing: { status: 401, code: 'WRITE_KEY_MISSING', detail: 'The request carries no write key.', fix: keyFix },
  keyUnknown: { status: 401, code: 'WRITE_KEY_UNKNOWN', detail: 'No source has this write key.', fix: keyFix },
  bodyTooLarge: {
    status: 413,
    code: 'BODY_TOO_LARGE',
    detail: 'The body has more than 5,000,000 bytes, inflated.',
    fix: 'Send fewer events in one request.',
  },
  overloaded: {
    status: 429,
    code: 'OVERLOADED',
    detail: 'More is in flight than this process takes at once.',
    fix: 'Send the same request again after Retry-After seconds.',
    retryAfter: 1,
  },
  busAway: {
    status: 503,
    code: 'NOT_DURABLE',
    detail: 'The events could not be made durable.',
    fix: 'Send the same request again after Retry-After seconds; what was stored already is recognised.',
    retryAfter: 5,
  },
  brokenEncoding: (encoding: string): ProblemParts => ({
    status: 400,
    code: 'BROKEN_ENCODING',
    detail: `The body cannot be inflated as ${encoding}.`,
    fix: 'Send the body uncompressed, or as gzip.',
  }),
  tooManyEvents: (count: number, most: number): ProblemParts => ({
    status: 413,
    code: 'TOO_MANY_EVENTS',
    detail: `The batch has ${count} events; the limit is ${most}.`,
    fix: 'Send smaller batches.',
  }),
  of(error: unknown): ProblemParts {
    if (error instanceof Problem) return error.parts;
    const status = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : 500;
    if (status === 413) return problems.bodyTooLarge;
    if (typeof status === 'number' && status >= 400 && status < 500) {
      const detail = error instanceof Error ? error.message : 'The request cannot be read.';
      return { status, code: 'BAD_REQUEST', detail, fix: 'Send a complete HTTP request.' };
    }
    return { ...problems.busAway, code: 'INTERNAL', detail: 'Something went wrong on our side.' };
  },
};
