/** How long to wait before asking again an endpoint that did not take what it was sent. */

const firstDelay = 1_000;
const longestDelay = 5 * 60_000; // a visit is short: whoever waits longer is gone
/** An answer that asks for more patience than this is taken for a mistake. */
const longestPatience = 60 * 60_000;

/**
 * Exponential backoff with full jitter (Brooker, "Exponential Backoff and Jitter", AWS 2015): browsers that failed together do
 * not come back together. `chance` is in [0, 1). What the server asked for is kept to, with some jitter on top.
 */
export function retryDelay(failures: number, chance: number, asked?: number): number {
  const ceiling = Math.min(longestDelay, firstDelay * 2 ** Math.max(0, failures - 1));
  if (asked !== undefined) return asked + Math.round(chance * firstDelay);
  return Math.round(ceiling / 2 + (chance * ceiling) / 2);
}

/** `Retry-After` (RFC 9110): seconds or a date; milliseconds from now, or undefined where nothing readable stands. */
export function patienceAsked(header: string | null, now: number): number | undefined {
  const text = header?.trim() ?? '';
  const wait = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now;
  return Number.isNaN(wait) ? undefined : Math.min(longestPatience, Math.max(0, wait));
}

export type Answer = 'taken' | 'try-again' | 'refused';

/** What a status means for the events that were sent. A request that got no answer has status 0. */
export function meaningOf(status: number): Answer {
  if (status >= 200 && status < 400) return 'taken';
  return status === 0 || status === 408 || status === 429 || status >= 500 ? 'try-again' : 'refused';
}
