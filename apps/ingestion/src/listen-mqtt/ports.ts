/** What listening to an MQTT broker needs from the store: what comes on which topics, and who listens. */
import { type Mapping } from '@tributary/domain-collection';

export const carried = ['events', 'sightings', 'rows'] as const;
export type Carried = (typeof carried)[number];

/** What comes on the topics of a filter, and whose it is. */
export interface MqttSubscription {
  readonly name: string;
  readonly filter: string;
  /** Id of the source. */
  readonly source: string;
  readonly carries: Carried;
  /** As it was given; of rows only. */
  readonly mapping?: unknown;
  readonly updatedAt: string;
  /** It is not wanted any more, and the sessions at the broker are yet to hear of it. */
  readonly removed: boolean;
}

/** With the mapping compiled. */
export type ReadSubscription = Omit<MqttSubscription, 'carries' | 'mapping'> &
  ({ readonly carries: 'events' | 'sightings' } | { readonly carries: 'rows'; readonly mapping: Mapping });

export interface SubscriptionStore {
  /** Also those that were removed. */
  all(): Promise<readonly MqttSubscription[]>;
  put(subscription: MqttSubscription): Promise<void>;
  /** Forgets it altogether. */
  forget(name: string): Promise<void>;
}

/** Until when, in milliseconds. */
export interface Term {
  readonly now: number;
  readonly until: number;
}

/** Connections to the broker are numbered; each is held by one process at a time, so that its session is one. */
export interface SlotStore {
  /** Notes that the process lives; answers all that do. */
  beat(process: string, term: Term): Promise<readonly string[]>;
  /** True when the process holds the slot until then. */
  acquire(slot: number, process: string, term: Term): Promise<boolean>;
  release(slot: number, process: string): Promise<void>;
  leave(process: string): Promise<void>;
}
