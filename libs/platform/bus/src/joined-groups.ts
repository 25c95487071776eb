/** Groups that are joined and left while the process runs, besides those that its modules are bound to. */
import { BusError } from './bus-error.ts';
import { type LaneLimits, type Subscription } from './lane-options.ts';
import { type StartAt } from './port.ts';

export interface Joining {
  readonly group: string;
  readonly subscription: Subscription;
  /** See `RunnerOptions`. */
  readonly startAt?: StartAt;
  readonly limits?: Partial<LaneLimits>;
  /** The group can do no more work here. It concerns this group alone: leave it, and join again later. */
  readonly onFatal: (error: Error) => void;
}

export interface JoinedGroup {
  /** Finishes what is at hand, commits, and leaves. */
  stop(): Promise<void>;
}

type Start = (joining: Joining) => Promise<JoinedGroup>;

export class JoinedGroups {
  readonly #start: Start;
  readonly #open = new Set<JoinedGroup>();
  #closed = false;

  constructor(start: Start) {
    this.#start = start;
  }

  async join(joining: Joining): Promise<JoinedGroup> {
    if (this.#isClosed()) throw closed();
    const started = await this.#start(joining);
    let stopped: Promise<void> | undefined;
    const group: JoinedGroup = {
      stop: () => (stopped ??= started.stop().finally(() => this.#open.delete(group))),
    };
    this.#open.add(group);
    if (!this.#isClosed()) return group;
    // Joining takes its time, and the lanes were closed meanwhile.
    await group.stop();
    throw closed();
  }

  /** Asked anew after every wait. */
  #isClosed(): boolean {
    return this.#closed;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#open].map((group) => group.stop()));
  }
}

const closed = (): BusError => new BusError('BUS_CLOSED', 'the lanes are closed');
