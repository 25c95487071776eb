/**
 * How many messages a lane hands over at once: as many as are done well before the deadline of a handler, so that a store that becomes
 * slow meets shorter batches and nothing is taken for a hang that is only slow.
 */
import { type LaneLimits } from './lane-options.ts';

export interface Handled {
  readonly messages: number;
  readonly tookMs: number;
}

type Bounds = Pick<LaneLimits, 'batchMessages' | 'handlingMs'>;

/** Round trips cost the same for few messages as for many: below this share of a full batch less work is no faster. */
const leastShare = 0.1;

/** The size after a batch that was taken with `size` as its bound. */
export function nextBatchSize(
  size: number,
  { messages, tookMs }: Handled,
  { batchMessages, handlingMs }: Bounds,
): number {
  if (tookMs > handlingMs / 3) return Math.max(Math.ceil(batchMessages * leastShare), Math.floor(messages / 2));
  if (messages === size && tookMs < handlingMs / 12) return Math.min(batchMessages, 2 * size);
  return size;
}
