/** What a service says about its derived state, so that a rebuild can fill it anew beside the one in use. */
import { type Received } from '@tributary/bus';
import { type EventCollected, type Topic } from '@tributary/contracts';
import { type Clock, type Logger } from '@tributary/telemetry';
import { type Connection } from 'mongoose';
import { type Environment } from '../settings.ts';

export interface RebuildDefinition {
  /** Collections that follow from the log; a rebuild fills each of them beside the one in use. All others stay as they are. */
  readonly derived: readonly string[];
  /** Collections that only building needs; dropped after the switch. */
  readonly scratch: readonly string[];
  plan(deps: ShadowDeps): RebuildPlan;
}

/** A rebuild gets no publisher: it sends nothing out. What must be corrected waits in an outbox of the new state until that is in use. */
export interface ShadowDeps {
  /** Derived and scratch collections are those of the generation that is being built. */
  readonly shadow: Connection;
  /** The ones in use. */
  readonly active: Connection;
  readonly clock: Clock;
  readonly log: Logger;
  /** Base URL of the service's own HTTP API, and the key to it. */
  readonly ownUrl: string;
  readonly secretKey: string;
  readonly env: Environment;
  /** When the rebuild began, milliseconds. */
  readonly startedAt: number;
}

export interface ReplayedTopic<T = unknown> {
  readonly topic: Topic<T>;
  /**
   * `beginning`: from the oldest record that the topic has. `start of the rebuild`: the archive holds what came before.
   */
  readonly from: 'beginning' | 'start of the rebuild';
  handle(batch: readonly Received<T>[]): Promise<void>;
}

/** Handlers see everything at least once and must not mind repetition. */
export interface RebuildPlan {
  /** Runs before anything is read; repeated after a crash. */
  before?(report: (progress: Progress) => void, signal: AbortSignal): Promise<void>;
  /** Events of the archive, in the order of their ids. Absent: the topics hold everything. */
  archive?(events: readonly EventCollected[]): Promise<void>;
  /** Read in this order; a topic stands after those that its messages build upon. */
  readonly topics: readonly ReplayedTopic[];
  /**
   * Compares what was built with what is in use and with what others were told, and prepares corrections. Called with `everything` while the
   * service still works on the old state, then with `changed` while nobody works: for what was replayed since.
   */
  finish(scope: 'everything' | 'changed'): Promise<Verdict>;
  /** False when what the replay was based upon has changed meanwhile: the archive is read again. */
  stillHolds?(): Promise<boolean>;
}

export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** What a comparison found. */
export interface Verdict {
  readonly documents: number;
  /** Documents that are not what they should be in the state that was in use. */
  readonly differences: number;
  /** The first of them, in words. */
  readonly examples: readonly string[];
  /** Messages that go out after the switch because others were told something else. */
  readonly corrections: number;
  /** What others know and neither archive nor topics explain; a switch would lose it. */
  readonly losses: readonly string[];
}

/** Keeps the types of topic and handler together, then forgets them. */
export function replayed<T>(topic: ReplayedTopic<T>): ReplayedTopic {
  return {
    ...topic,
    // eslint-disable-next-line no-restricted-syntax -- the replay decodes by this very topic, so the messages are of its type
    handle: (batch) => topic.handle(batch as readonly Received<T>[]),
  };
}
