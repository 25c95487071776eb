/**
 * How many events a sender may send: a bucket that fills evenly and may be overdrawn once. A request is taken as a whole while there is
 * anything in the bucket, so that a large batch is not refused for ever; the next one waits until the debt is paid.
 */

export interface Quota {
  /** Events a second in the long run. */
  readonly perSecond: number;
}

export interface Bucket {
  /** Events; below zero: owed. */
  readonly left: number;
  /** As of when, milliseconds. */
  readonly at: number;
}

export type Taken =
  | { readonly ok: true; readonly bucket: Bucket }
  /** Whole seconds until anything is taken again, at least one. */
  | { readonly ok: false; readonly retryAfter: number };

/** What may come at once after a silence: a visitor's device that was offline sends what it has kept. */
const burstSeconds = 10;

export function takeFrom(bucket: Bucket | undefined, events: number, { perSecond }: Quota, now: number): Taken {
  const full = perSecond * burstSeconds;
  const { left, at } = bucket ?? { left: full, at: now };
  // A clock that was set back fills nothing and takes nothing away.
  const filled = Math.min(full, left + (Math.max(0, now - at) / 1_000) * perSecond);
  if (filled <= 0) return { ok: false, retryAfter: Math.max(1, Math.ceil(-filled / perSecond)) };
  return { ok: true, bucket: { left: filled - events, at: now } };
}
