/** Answers of the edge that are not 200. SDKs drop a batch for good on 400, 401 and 413, so these are rare by design. */
import { type Reason, type ReasonCode } from '@tributary/domain-collection';
import { Problem, type ProblemParts } from '@tributary/http';

const keyFix = 'Send the write key of a source as the user of Basic authentication, or as "writeKey" in the body.';

const tooMuch: readonly ReasonCode[] = ['TOO_MANY_EVENTS', 'BATCH_TOO_LARGE'];

export const problems = {
  keyMissing: { status: 401, code: 'WRITE_KEY_MISSING', detail: 'The request carries no write key.', fix: keyFix },
  keyUnknown: { status: 401, code: 'WRITE_KEY_UNKNOWN', detail: 'No source has this write key.', fix: keyFix },
  sourceDisabled: (source: string): ProblemParts => ({
    status: 401,
    code: 'SOURCE_DISABLED',
    detail: `The source ${source} takes nothing.`,
    fix: 'Use the key of another source, or enable it: PATCH /v1/sources/:id {"disabled": false}.',
  }),
  originNotAllowed: (source: string, origin: string): ProblemParts => ({
    status: 403,
    code: 'ORIGIN_NOT_ALLOWED',
    detail: `The source ${source} takes nothing from ${origin.slice(0, 200)}.`,
    fix: 'Add the origin to those of the source: PATCH /v1/sources/:id {"origins": [...]}.',
  }),
  overQuota: (source: string, perSecond: number, retryAfter: number): ProblemParts => ({
    status: 429,
    code: 'QUOTA_EXCEEDED',
    detail: `The source ${source} has sent more than ${perSecond} events a second.`,
    fix: 'Send the same request again after Retry-After seconds, or raise eventsPerSecond of the source.',
    retryAfter,
  }),
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
    fix: 'Send the body uncompressed, or as gzip, deflate or br.',
  }),
  badRequest: {
    status: 400,
    code: 'BAD_REQUEST',
    detail: 'The request cannot be read.',
    fix: 'Send a complete HTTP request.',
  },
  internal: {
    status: 503,
    code: 'INTERNAL',
    detail: 'Something went wrong on our side.',
    fix: 'Send the same request again after Retry-After seconds; what was stored already is recognised.',
    retryAfter: 5,
  },
  cutOff: {
    status: 400,
    code: 'BODY_CUT_OFF',
    detail: 'The connection ended before the body did.',
    fix: 'Send the same request again.',
  },
  /** What is said about a whole body; where it only asks for too much at once, it is not wrong. */
  ofReason: (why: Reason): ProblemParts => ({ status: tooMuch.includes(why.code) ? 413 : 400, ...why }),
  of(error: unknown): ProblemParts {
    if (error instanceof Problem) return error.parts;
    const status = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : 500;
    if (status === 413) return problems.bodyTooLarge;
    if (typeof status === 'number' && status >= 400 && status < 500) {
      const detail = error instanceof Error ? error.message : 'The request cannot be read.';
      return { ...problems.badRequest, status, detail };
    }
    return problems.internal;
  },
};
