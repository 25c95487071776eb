/** The collections of the door for sightings. */
import { Schema } from 'mongoose';

export const beaconCollections = { beacons: 'beacons', presences: 'presences' } as const;

export interface BeaconDocument {
  _id: string;
  /** Who the beacon is, as one text. */
  key: string;
  store: string;
  /** The beacon as JSON. */
  beacon: string;
}

export const BeaconSchema = new Schema<BeaconDocument>(
  { _id: String, key: String, store: String, beacon: String },
  { collection: beaconCollections.beacons, versionKey: false },
);
BeaconSchema.index({ key: 1 }, { unique: true }); // a beacon hangs in one place, and every sighting asks for it
BeaconSchema.index({ store: 1, _id: 1 }); // the list of one store

export interface PresenceDocument {
  _id: string;
  rev: number;
  source: string;
  sender: string;
  /** As JSON, like what follows: ids that strangers invent become no fields. */
  carrier: string;
  presence: string;
  /** When the visit ends, milliseconds; absent without one. */
  endsAt?: number;
  unsent?: string;
  unsentAt?: number;
  /** Nobody was seen for so long that what came late came long ago. */
  forgetAt: Date;
}

export const PresenceSchema = new Schema<PresenceDocument>(
  {
    ...{ _id: String, rev: Number, source: String, sender: String, carrier: String, presence: String },
    ...{ endsAt: Number, unsent: String, unsentAt: Number, forgetAt: Date },
  },
  { collection: beaconCollections.presences, versionKey: false },
);
PresenceSchema.index({ endsAt: 1 }, { sparse: true }); // the visits that are open, the next to end first
PresenceSchema.index({ unsentAt: 1 }, { sparse: true }); // the few whose events a process has left behind
PresenceSchema.index({ forgetAt: 1 }, { expireAfterSeconds: 0 }); // who is not seen any more leaves nothing behind
