/** The W3C trace context as it travels: in the header of a request and beside each message. */

const wellFormed = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** What a stranger sent, where it is a trace context; anything else is not handed on. */
export function traceparentOf(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' && wellFormed.test(header) ? header : undefined;
}

/** Whether somebody before us decided that this trace is recorded. */
export const isSampled = (traceparent: string): boolean =>
  (Number.parseInt(traceparent.slice(-2), 16) & 1) === 1 && wellFormed.test(traceparent);

export const traceIdOf = (traceparent: string): string => traceparent.slice(3, 35);
