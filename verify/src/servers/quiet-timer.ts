/** kafkajs 2.2.4 wakes up every millisecond on Node 24 while it has nothing to do; a reader beside the system under test must not. */
import { createRequire } from 'node:module';

interface RequestQueue {
  readonly pending: { readonly length: number };
}

interface Prototype {
  scheduleCheckPendingRequests: (this: RequestQueue) => void;
}

export function quietIdleTimer(): void {
  // eslint-disable-next-line no-restricted-syntax -- this module of kafkajs has no types
  const queue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as { readonly prototype: Prototype };
  const { prototype } = queue;
  const original = prototype.scheduleCheckPendingRequests;
  prototype.scheduleCheckPendingRequests = function guarded(this: RequestQueue): void {
    if (this.pending.length > 0) original.call(this);
  };
}
