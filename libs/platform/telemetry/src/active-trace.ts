/** The trace that the work at hand belongs to, so that log lines can name it. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { traceIdOf } from './traceparent.ts';

const active = new AsyncLocalStorage<string>();

export function withinTrace<T>(traceparent: string | undefined, work: () => T): T {
  return traceparent === undefined ? work() : active.run(traceparent, work);
}

export function activeTraceId(): string | undefined {
  const traceparent = active.getStore();
  return traceparent === undefined ? undefined : traceIdOf(traceparent);
}
