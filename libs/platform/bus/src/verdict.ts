/** What becomes of a batch that did not pass its handler, while everything the handler needs is in order. */
import { type LaneLimits } from './lane-options.ts';

/** `hangs`: no answer within the deadline. `never`: the handler says itself that trying again cannot help. */
export type Failure = 'throws' | 'hangs' | 'never';

/**
 * `again` after a pause · `halve`: all but the culprit pass in a few steps · `apart`: one message at a time, because each
 * further hang would cost a whole deadline · `park`: it is this message.
 */
export type Verdict = 'again' | 'halve' | 'apart' | 'park';

/** Failures of this very batch so far, the last one included. */
export interface Failures {
  readonly last: Failure;
  readonly throws: number;
  readonly hangs: number;
  /** How many messages the batch has. */
  readonly messages: number;
  /** It is a piece of a batch that has already failed. */
  readonly piece: boolean;
}

type Bounds = Pick<LaneLimits, 'triesTogether' | 'triesAlone' | 'hangsAlone'>;

export function verdict({ last, throws, hangs, messages, piece }: Failures, bounds: Bounds): Verdict {
  if (messages > 1) {
    if (last === 'hangs') return 'apart';
    return last === 'never' || piece || throws >= bounds.triesTogether ? 'halve' : 'again';
  }
  const enough = hangs >= bounds.hangsAlone || throws + hangs >= bounds.triesAlone;
  return last === 'never' || enough ? 'park' : 'again';
}
