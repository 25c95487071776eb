/**
 * How many messages a lane hands over at once: as many as are done well within the time that a stopping lane may take, so that a
 * store that becomes slow meets short batches, no deadline is near, and a rebalance or a stop abandons no work.
 */
import { type LaneLimits } from './lane-options.ts';

export interface Handled {
  readonly messages: number;
  readonly tookMs: number;
}

type Bounds = Pick<LaneLimits, 'batchMessages' | 'drainMs'>;

/** Round trips cost the same for few messages as for many: below this share of a full batch less work is no faster. */
const leastShare = 0.1;

/** The size after a batch that was taken with `size` as its bound. */
export function nextBatchSize(size: number, { messages, tookMs }: Handled, { batchMessages, drainMs }: Bounds): number {
  if (tookMs > drainMs / 2) return Math.max(Math.ceil(batchMessages * leastShare), Math.floor(messages / 2));
  if (messages === size && tookMs < drainMs / 8) return Math.min(batchMessages, 2 * size);
  return size;
}
