/** Waits between tries: doubling from the first to the most, with jitter so that lanes do not knock in step. */
import { setTimeout as sleep } from 'node:timers/promises';

export interface BackoffBounds {
  readonly retryFirstMs: number;
  readonly retryMostMs: number;
}

/** `attempt` counts from 1; `random` is in [0, 1). */
export function backoffMs(attempt: number, bounds: BackoffBounds, random: number): number {
  const full = Math.min(bounds.retryMostMs, bounds.retryFirstMs * 2 ** (attempt - 1));
  return full * (1 - random / 2);
}

/** Resolves after the wait, or at once when the signal fires. */
export async function pauseFor(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
