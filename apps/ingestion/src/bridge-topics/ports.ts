/** What bridging topics needs from the store. */
import { type JsonObject } from '@tributary/contracts';

/** A topic of somebody else that is read through a mapping, in the name of a source. */
export interface Bridge {
  readonly name: string;
  readonly topic: string;
  readonly source: string;
  /** As it was given. */
  readonly mapping: JsonObject;
  readonly from: 'beginning' | 'end';
  /** By partition: what stood before it when the bridge was made is not read. A partition that came later is read whole. */
  readonly startAt: readonly number[];
  readonly paused: boolean;
  readonly createdAt: string;
  readonly changedAt: string;
}

export interface BridgeStore {
  /** By name. */
  all(): Promise<readonly Bridge[]>;
  find(name: string): Promise<Bridge | undefined>;
  /** Makes it, or puts it into the place of the one of that name. */
  put(bridge: Bridge): Promise<void>;
  /** False where there is none. */
  remove(name: string): Promise<boolean>;
}

/** What became of a message. */
export interface Fate {
  readonly offset: number;
  readonly kind: 'taken' | 'rejected' | 'left-out';
  /** That it became. */
  readonly events: number;
}

/** Messages of one topic by what became of them when they were read. */
export interface Tally {
  readonly topic: string;
  readonly taken: number;
  readonly rejected: number;
  readonly leftOut: number;
  readonly events: number;
}

/** A bridge that is made anew under the name of one that was removed counts from the beginning. */
export type Counted = Pick<Bridge, 'name' | 'createdAt'>;

export interface TallyStore {
  /** Counts each message once, however often it comes: those of a partition are given in the order of their offsets. */
  count(
    bridge: Counted,
    place: { readonly topic: string; readonly partition: number },
    fates: readonly Fate[],
  ): Promise<void>;
  /** Of every topic that the bridge has read. */
  of(bridge: Counted): Promise<readonly Tally[]>;
  forget(name: string): Promise<void>;
}
