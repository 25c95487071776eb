/** Lets one tab of a site work at a time; the others answer undefined and try later. */
import { type Store } from '../storage/store.ts';
import { leaseFor, readLease } from './lease.ts';

export type Alone = <T>(work: () => Promise<T>) => Promise<T | undefined>;

/** Two tabs that write at the same moment see after this time who wrote last. */
const settlingTime = 50;

/** Web Locks, which a tab loses when it ends; browsers without them, and pages without TLS, have a lease. */
export function onlyOneTab(name: string, store: Store, owner: string): Alone {
  const browser: { readonly locks?: LockManager } = navigator;
  const { locks } = browser;
  if (locks === undefined) return withLease(store, owner);
  return (work) => locks.request(name, { ifAvailable: true }, (lock) => (lock === null ? undefined : work()));
}

function withLease(store: Store, owner: string): Alone {
  return async (work) => {
    const lease = leaseFor(owner, Date.now(), store.get('lease'));
    if (lease === undefined) return undefined;
    store.set('lease', lease);
    await new Promise((resolve) => setTimeout(resolve, settlingTime));
    if (readLease(store.get('lease'))?.owner !== owner) return undefined;
    try {
      return await work();
    } finally {
      store.remove('lease');
    }
  };
}
