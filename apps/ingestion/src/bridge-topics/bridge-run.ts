/** One bridge in this process: a member of its group as long as it is wanted, and again some time after it could not be. */
import { foreignTopic, type JoinedGroup, Loop, type Received, type StoredRecord } from '@tributary/bus';
import { bridgeGroup } from '@tributary/contracts';
import { type ForeignTopics } from '@tributary/runtime';
import { type Logger } from '@tributary/telemetry';
import { type KnownBridge, type ReadableBridge } from './bridge-directory.ts';
import { type TakeMessages } from './take-messages.ts';

export interface BridgeRunParts {
  readonly foreign: Pick<ForeignTopics, 'join'>;
  readonly take: TakeMessages;
  readonly log: Logger;
}

export type RunState =
  | { readonly state: 'starting' | 'running' | 'paused' }
  /** What is wrong, in a sentence. */
  | { readonly state: 'failing'; readonly trouble: string };

/** Messages of others may have a megabyte each: what waits in memory is bounded by their number. */
const limits = { batchMessages: 100, pauseAbove: 200, resumeBelow: 100 };

/** Joining has every other member of the group stop for a moment: not to be tried all the time. */
const againAfterMs = 10_000;

interface Membership {
  readonly topic: string;
  readonly startAt: readonly number[];
  joined?: JoinedGroup;
  failed: boolean;
}

export class BridgeRun {
  readonly #parts: BridgeRunParts;
  readonly #name: string;
  readonly #bringing = new Loop(() => this.#bring());
  #wanted: KnownBridge | undefined;
  /** The last one that could be read: the batch at hand is judged by it. */
  #readable: ReadableBridge | undefined;
  #membership: Membership | undefined;
  #trouble: string | undefined;
  #failedAt = Number.NEGATIVE_INFINITY;

  constructor(name: string, parts: BridgeRunParts) {
    this.#name = name;
    this.#parts = parts;
  }

  /** As it is to be from now on; undefined: not at all. */
  want(bridge: KnownBridge | undefined): void {
    this.#wanted = bridge;
    if (bridge?.kind === 'readable') this.#readable = bridge;
    this.#bringing.wake();
  }

  /** Resolves when everything that was wanted is so. */
  settled(): Promise<void> {
    return this.#bringing.settled();
  }

  get state(): RunState {
    const wanted = this.#wanted;
    if (wanted?.bridge.paused === true) return { state: 'paused' };
    const trouble = wanted?.kind === 'unreadable' ? wanted.trouble : this.#trouble;
    if (trouble !== undefined) return { state: 'failing', trouble };
    return { state: this.#membership?.joined ? 'running' : 'starting' };
  }

  /** It is not wanted any more, and nothing of it is left. */
  get isOver(): boolean {
    return this.#wanted === undefined && this.#membership === undefined;
  }

  async #bring(): Promise<void> {
    const wanted = this.#wanted?.kind === 'readable' && !this.#wanted.bridge.paused ? this.#wanted.bridge : undefined;
    const membership = this.#membership;
    if (membership && (membership.failed || !wanted || !isSamePlace(membership, wanted))) {
      await membership.joined?.stop().catch((error: unknown) => {
        this.#parts.log.warn({ err: error, bridge: this.#name }, 'A bridge did not leave its group in order');
      });
      this.#membership = undefined;
    }
    const isTooEarly = performance.now() - this.#failedAt < againAfterMs;
    if (wanted && !this.#membership && !isTooEarly) await this.#join({ ...wanted, failed: false });
  }

  async #join(membership: Membership): Promise<void> {
    const { topic, startAt } = membership;
    this.#membership = membership;
    try {
      membership.joined = await this.#parts.foreign.join({
        group: bridgeGroup(this.#name),
        subscription: {
          topic: foreignTopic(topic),
          handle: (batch: readonly Received<StoredRecord>[]) => this.#take(batch),
        },
        startAt: { [topic]: startAt },
        limits,
        onFatal: (error) => {
          this.#fail(membership, error);
        },
      });
      this.#trouble = undefined;
    } catch (error) {
      this.#fail(membership, error);
    }
  }

  #take(batch: readonly Received<StoredRecord>[]) {
    if (!this.#readable) throw new Error(`The bridge ${this.#name} was read before it was known.`);
    return this.#parts.take.all(this.#readable, batch);
  }

  #fail(membership: Membership, error: unknown): void {
    membership.failed = true;
    this.#trouble = error instanceof Error ? error.message : String(error);
    this.#failedAt = performance.now();
    this.#parts.log.warn({ err: error, bridge: this.#name }, 'A bridge cannot read its topic and will try again');
    this.#bringing.wake();
  }
}

const isSamePlace = (a: Pick<Membership, 'topic' | 'startAt'>, b: Pick<Membership, 'topic' | 'startAt'>): boolean =>
  a.topic === b.topic && a.startAt.join() === b.startAt.join();
