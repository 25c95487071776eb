/** What one request may ask for: a batch that costs more than it can bring is refused as a whole, before it does. */
import { reason, type Reason } from './reasons.ts';

/** What the SDKs of the field send at most is a tenth of it. */
export const mostEvents = 2_500;

/** What a batch says about all its events is written into each of them: in all twice the characters of the largest body. */
const mostShared = 10_000_000;

/** `shared`: characters of what the batch says about all its events. */
export function batchTooLarge(events: number, shared: number): Reason | undefined {
  if (events > mostEvents) {
    return reason('TOO_MANY_EVENTS', `The batch has ${events} events; the limit is ${mostEvents}.`);
  }
  if (events * shared <= mostShared) return undefined;
  const told = `The batch says ${shared} characters or more about each of its ${events} events`;
  return reason('BATCH_TOO_LARGE', `${told}; the limit is ${mostShared} characters in all.`);
}

/** Stands for what has no characters of its own: brackets, a number, a word. */
const least = 8;

/** About how many characters the value has in JSON, however deep it is; counting ends where it is too many for a batch of one. */
export function charactersIn(value: unknown): number {
  let count = 0;
  const open: unknown[] = [value];
  while (open.length > 0 && count <= mostShared) {
    const next = open.pop();
    count += typeof next === 'string' ? next.length : least;
    if (typeof next !== 'object' || next === null) continue;
    if (!Array.isArray(next)) count += Object.keys(next).reduce((sum, key) => sum + key.length, 0);
    for (const inner of Object.values(next)) open.push(inner);
  }
  return count;
}
