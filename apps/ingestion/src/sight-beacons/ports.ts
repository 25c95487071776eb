/** What the door for sightings keeps: where beacons hang, and who is where. */
import { type JsonObject, type Sender } from '@tributary/contracts';
import { type Beacon, type Carrier, type Presence } from '@tributary/domain-proximity';
import { type Outbox } from '@tributary/mongo';

export interface RegisteredBeacon extends Beacon {
  readonly updatedAt: string;
}

export interface BeaconQuery {
  readonly store?: string | undefined;
  /** The id after which the page begins. */
  readonly after?: string | undefined;
  readonly limit: number;
}

export type PutOutcome =
  | { readonly kind: 'put' }
  /** The ids of those that name what is registered under another one. */
  | { readonly kind: 'taken'; readonly ids: readonly string[] }
  /** As `taken`, by somebody who wrote at the same moment: the others are put. */
  | { readonly kind: 'overtaken'; readonly ids: readonly string[] };

export interface BeaconStore {
  /** Adds or replaces all, or, where a beacon of them is registered under another id, none. */
  put(beacons: readonly RegisteredBeacon[]): Promise<PutOutcome>;
  find(id: string): Promise<RegisteredBeacon | undefined>;
  /** By `beaconKey`; what is not registered is absent. */
  byKeys(keys: readonly string[]): Promise<ReadonlyMap<string, RegisteredBeacon>>;
  /** In the order of ids. */
  page(query: BeaconQuery): Promise<readonly RegisteredBeacon[]>;
  /** False where there was none. */
  remove(id: string): Promise<boolean>;
}

/** Where somebody is, with the events of it that may not have been published yet: one document, so one write is the whole truth. */
export interface CarrierState {
  /** Hash of source, sender and carrier: what one source says moves nobody whom another one sees. */
  readonly key: string;
  /** Counts writes; 0 before the first. */
  readonly rev: number;
  readonly source: string;
  readonly sender: Sender;
  readonly carrier: Carrier;
  readonly presence: Presence;
  readonly unsent: readonly JsonObject[];
  /** Milliseconds since when they wait. */
  readonly unsentAt?: number;
}

/** As an outbox it takes the events off that were published, unless the state was written meanwhile. */
export interface PresenceStore extends Outbox<CarrierState> {
  load(keys: readonly string[]): Promise<readonly CarrierState[]>;
  /** Writes those that nobody has written since; answers the keys of the others. */
  save(states: readonly CarrierState[]): Promise<ReadonlySet<string>>;
  /** Those whose visit ends up to then unless more is seen of them, the earliest first. */
  ending(until: number, limit: number): Promise<readonly CarrierState[]>;
}
