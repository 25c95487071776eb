/** The only place that looks behind the public face of kafkajs 2.2.4; pinned, and checked by a test, because nobody promised it. */
import { type KafkaMessage } from 'kafkajs';
import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);

interface RequestQueue {
  readonly pending: { readonly length: number };
}

interface RequestQueuePrototype {
  scheduleCheckPendingRequests: (this: RequestQueue) => void;
}

/** What a fetch brought for one partition: control records and aborted transactions are already taken out of `messages`. */
export interface FetchedBatch {
  readonly messages: readonly KafkaMessage[];
  readonly rawMessages: readonly unknown[];
  /** Of the last record on the log in this answer, visible or not. */
  lastOffset(): string;
}

type BatchConstructor = new (topic: string, fetchedOffset: string, answer: unknown) => FetchedBatch;

/* eslint-disable no-restricted-syntax -- these modules of kafkajs have no types; the spec beside this file checks their shape */
const requestQueue = load('kafkajs/src/network/requestQueue') as { readonly prototype: RequestQueuePrototype };
export const Batch = load('kafkajs/src/consumer/batch') as BatchConstructor;
/* eslint-enable no-restricted-syntax */

let idleTimerIsOff = false;

/**
 * After every answer kafkajs arms a timer for waiting requests even where none waits; its delay is then negative, which
 * Node 24 turns into 1 ms, for ever. A request that has to wait arms the timer itself, so nothing is missed.
 */
export function turnOffIdleTimer(): void {
  if (idleTimerIsOff) return;
  idleTimerIsOff = true;
  const { prototype } = requestQueue;
  const schedule = prototype.scheduleCheckPendingRequests;
  prototype.scheduleCheckPendingRequests = function scheduleIfAnyWaits(this: RequestQueue): void {
    if (this.pending.length > 0) schedule.call(this);
  };
}

/** kafkajs hands its batches out with fewer fields in their type than they have. */
export function fetchedOffsetOf(batch: object): number {
  if (!('fetchedOffset' in batch)) throw new Error('This kafkajs does not say which offset it fetched.');
  return Number(batch.fetchedOffset);
}
