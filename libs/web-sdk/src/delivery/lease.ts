/** Lets one of several tabs send, where the browser has no locks: whoever holds an unexpired lease. */
import { isObject, isString, parseJson } from '../json/parse-json.ts';

export interface Lease {
  readonly owner: string;
  readonly until: number;
}

/** Longer than a request may take, so that a tab that is slow is not taken for one that is gone. */
const leaseTime = 30_000;

/** The lease as it should be written, or undefined where somebody else holds it. */
export function leaseFor(owner: string, now: number, written: string | undefined): string | undefined {
  const current = readLease(written);
  const free =
    current === undefined || current.owner === owner || current.until <= now || current.until > now + leaseTime;
  return free ? JSON.stringify({ owner, until: now + leaseTime } satisfies Lease) : undefined;
}

export function readLease(written: string | undefined): Lease | undefined {
  const read = parseJson(written);
  if (!isObject(read)) return undefined;
  const { owner, until } = read;
  return isString(owner) && typeof until === 'number' ? { owner, until } : undefined;
}
