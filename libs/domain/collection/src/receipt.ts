/** Decides whether a message with a known id is a retry of ours, a duplicate, or a different message wearing the same id. */
import { type EventId } from '@tributary/contracts';

export interface Arrival {
  /** Id of the message on the log: a copy redelivered after a crash has the same. */
  readonly receivedId: string;
  readonly fingerprint: string;
}

export interface Archived extends Arrival {
  readonly id: EventId;
}

export type Receipt =
  | { readonly kind: 'first' }
  | { readonly kind: 'ours-again' } // redelivered after a crash: publish again, the output id is the same
  | { readonly kind: 'duplicate'; readonly of: EventId }
  | { readonly kind: 'changed-duplicate'; readonly of: EventId };

export function classifyReceipt(arriving: Arrival, archived: Archived | undefined): Receipt {
  if (!archived) return { kind: 'first' };
  if (archived.receivedId === arriving.receivedId) return { kind: 'ours-again' };
  return archived.fingerprint === arriving.fingerprint
    ? { kind: 'duplicate', of: archived.id }
    : { kind: 'changed-duplicate', of: archived.id };
}
