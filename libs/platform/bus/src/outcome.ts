/** What a handler answers for each message; a thrown error means "transient, try again". */
import { type Topic } from '@tributary/contracts';

/** A message to publish. `id` must be derived from the input's id and the stage, so that a repetition is recognized. */
export interface Output<T = unknown> {
  readonly topic: Topic<T>;
  readonly key: string;
  readonly id: string;
  /** `null` is a tombstone. */
  readonly value: T | null;
  /** The value as JSON text, where it has been written already: it is not written twice. */
  readonly json?: string;
  /** Event time in milliseconds; absent: the time of publishing. */
  readonly time?: number;
  /** W3C trace context, handed on from the input. */
  readonly traceparent?: string;
}

export type Outcome =
  | { readonly kind: 'ok'; readonly outputs: readonly Output[] }
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'suppressed'; readonly reason: string }
  | { readonly kind: 'dead-letter'; readonly reason: string; readonly detail: string };

/** A decoded message with its place on the log. */
export interface Received<T> {
  readonly id: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly key: string;
  /** `null` is a tombstone. */
  readonly value: T | null;
  /** The value as it stands on the log, for whoever has to know how it was written; null for a tombstone. */
  readonly bytes?: Uint8Array | null;
  /** Event time (`ce_time`), milliseconds. */
  readonly time: number;
  /** When the record was appended to the log, milliseconds. */
  readonly appendedAt: number;
  readonly traceparent: string | undefined;
}

/** Publishes messages; resolves when every one of them is durable. Small calls are gathered into batches. */
export interface Publisher {
  publish(outputs: readonly Output[]): Promise<void>;
}

/** Up to which moment a group has processed everything that was appended to its topics. */
export interface Freshness {
  /** `asOf`: milliseconds; `lagMs`: distance from now, 0 where nothing waits. */
  of(group: string): Promise<{ readonly asOf: number; readonly lagMs: number }>;
}
