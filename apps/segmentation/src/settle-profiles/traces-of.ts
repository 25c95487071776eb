/** Trace contexts by profile: topics that are keyed by profile say in their key whom a message concerns. */
import { type Received } from '@tributary/bus';

export const tracesOf = (batch: readonly Received<unknown>[]): ReadonlyMap<string, string> =>
  new Map(batch.flatMap(({ key, traceparent }) => (traceparent === undefined ? [] : [[key, traceparent] as const])));
