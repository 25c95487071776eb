/** What a lane needs and the bounds it keeps. */
import { type DeadLettered, type Topic } from '@tributary/contracts';
import { type Clock, type Logger } from '@tributary/telemetry';
import { type ForeignTopic } from './foreign-topic.ts';
import { type Outcome, type Publisher, type Received } from './outcome.ts';
import { type Gate } from './gate.ts';
import { type RunnerObserver } from './observer.ts';
import { type BusEngine, type Membership } from './port.ts';

export interface Subscription<T = unknown> {
  /** Messages of a foreign topic are its records as they are. */
  readonly topic: Topic<T> | ForeignTopic;
  /** Answers one outcome per message in the same order; throwing means "transient, try again". */
  handle(batch: readonly Received<T>[]): Promise<readonly Outcome[]>;
}

export interface LaneLimits {
  /** A batch at most (see batch-size.ts); what waits is taken at once, so an idle lane adds no latency. */
  readonly batchMessages: number;
  /** Queue bounds: above the first the partition is paused, below the second resumed. */
  readonly pauseAbove: number;
  readonly resumeBelow: number;
  /** Backoff of transient errors, milliseconds; jitter takes off up to a half. */
  readonly retryFirstMs: number;
  readonly retryMostMs: number;
  /** A handler that has not answered by then hangs: its late answer is not looked at. */
  readonly handlingMs: number;
  /** Failures of a batch before it is halved, and so on, so that all but the culprit pass. */
  readonly triesTogether: number;
  /** Failures of one message by itself before it is parked; of these, hangs. Failures of engines do not count. */
  readonly triesAlone: number;
  readonly hangsAlone: number;
  /** So many messages parked in a row, none passing between: the handler is broken, not the messages. */
  readonly parkedInARow: number;
  /** The pause before a message is handed over that may have ended the process before; see quarantine.ts. */
  readonly quietMs: number;
  /** Ids kept to recognize re-published copies. */
  readonly recentIds: number;
  /** How long a revoked or stopping lane may take to finish its batch. */
  readonly drainMs: number;
  /**
   * No progress for so long while messages wait: the process says so and gives up. Five times as long where an engine is in
   * trouble, because a restart mends no engine. More than the longest way of a message into the dead letters (see `handlingMs`).
   */
  readonly stuckAfterMs: number;
}

export const laneDefaults: LaneLimits = {
  batchMessages: 500,
  pauseAbove: 1_000,
  resumeBelow: 500,
  retryFirstMs: 200,
  retryMostMs: 2_000,
  handlingMs: 30_000,
  triesTogether: 2,
  triesAlone: 5,
  hangsAlone: 2,
  parkedInARow: 10,
  quietMs: 5_000,
  recentIds: 10_000,
  drainMs: 5_000,
  stuckAfterMs: 120_000,
};

/** What all lanes of a group share. */
export interface LaneParts {
  readonly group: string;
  readonly engine: BusEngine;
  readonly publisher: Publisher;
  readonly membership: () => Membership;
  readonly deadLetters: Topic<DeadLettered>;
  readonly limits: LaneLimits;
  readonly clock: Clock;
  readonly log: Logger | undefined;
  readonly observer: RunnerObserver;
  /** A bug stopped a lane: nothing after it may be committed, so the process has to start again. */
  onBroken(error: unknown): void;
  /** What is wrong with the engines behind a failure; undefined: nothing, it is the messages' own. */
  troubleBehind(error: unknown): Promise<string | undefined>;
  /** One for all lanes of the process. */
  readonly gate: Gate;
}

/** An error thrown with this mark cannot succeed by trying again: its message is dead-lettered at once. */
export class DeterministicError extends Error {
  override readonly name: string = 'DeterministicError';
  /** Closed code for the dead letter. */
  readonly reason: string;

  constructor(reason: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
