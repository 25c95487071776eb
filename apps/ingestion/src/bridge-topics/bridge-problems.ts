/** What can be wrong with what is asked about bridges, and what to do about it. */
import { BusError } from '@tributary/bus';
import { type FieldError, Problem } from '@tributary/http';

export const invalid = (errors: readonly FieldError[]): Problem =>
  new Problem({
    status: 400,
    code: 'BRIDGE_INVALID',
    detail: `The bridge has ${errors.length === 1 ? 'an error' : `${errors.length} errors`}.`,
    fix: 'Mend what stands in `errors`; POST /v1/bridges/preview shows what a mapping makes of the messages of a topic.',
    errors: [...errors],
  });

export const notFound = (name: string): Problem =>
  new Problem({
    status: 404,
    code: 'BRIDGE_NOT_FOUND',
    detail: `There is no bridge ${name}.`,
    fix: 'List them with GET /v1/bridges.',
  });

export const begunElsewhere = (name: string, from: string): Problem =>
  new Problem({
    status: 409,
    code: 'BRIDGE_BEGUN',
    detail: `The bridge ${name} has begun to read its topic at the ${from}.`,
    at: '/from',
    fix: 'Leave `from` out, or read the topic by a bridge of another name: events that are stored already are recognised.',
  });

/** What the bus says about a topic that somebody has named; undefined: it says nothing of the topic, but is in trouble itself. */
export function wrongTopic(error: unknown, topic: string): string | undefined {
  if (!(error instanceof BusError)) return undefined;
  if (error.code === 'BUS_UNKNOWN_TOPIC') return `There is no topic ${topic} on the brokers of this deployment.`;
  return error.code === 'BUS_ACCESS_DENIED' ? error.message : undefined;
}

/** The same as a problem of a request. */
export function topicProblem(error: unknown, topic: string): Problem {
  const wrong = wrongTopic(error, topic);
  if (wrong !== undefined) return invalid([{ at: '/topic', message: wrong }]);
  return new Problem({
    status: 503,
    code: 'BUS_AWAY',
    detail: `The topic ${topic} cannot be looked at: ${error instanceof Error ? error.message : String(error)}`,
    fix: 'Send the same request again after Retry-After seconds.',
    retryAfter: 5,
  });
}
