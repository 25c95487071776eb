/** A beacon as the registry knows it: where it hangs. */
import { type BeaconIdentity } from './frame.ts';

/** Zones of one store are told apart by their name; several beacons may hang in one. */
export interface Zone {
  readonly store: string;
  readonly zone: string;
  readonly floor?: string;
}

export interface Beacon {
  /** As whoever registered it calls it. */
  readonly id: string;
  readonly identity: BeaconIdentity;
  readonly zone: Zone;
  /** Metres on the plan of the floor, or degrees: whoever wrote them reads them. */
  readonly position?: { readonly x: number; readonly y: number };
  /** Measured where it hangs; wins over what the beacon says of itself. */
  readonly measuredPower?: number;
}

export const isSameZone = (one: Zone, other: Zone): boolean => one.store === other.store && one.zone === other.zone;
