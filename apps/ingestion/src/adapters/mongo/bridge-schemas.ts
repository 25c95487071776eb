/** The collections of bridged topics. A mapping is kept as JSON text: names that somebody invents become no fields. */
import { Schema } from 'mongoose';

export const bridgeCollections = { bridges: 'bridges', tallies: 'bridge_tallies' } as const;

export interface BridgeDocument {
  /** Its name. */
  _id: string;
  topic: string;
  source: string;
  /** As JSON. */
  mapping: string;
  from: string;
  startAt: number[];
  paused: boolean;
  createdAt: string;
  changedAt: string;
}

/** No index besides `_id`: there are some dozens at most, and they are read all at once. */
export const BridgeSchema = new Schema<BridgeDocument>(
  {
    ...{ _id: String, topic: String, source: String, mapping: String, from: String, startAt: [Number] },
    ...{ paused: Boolean, createdAt: String, changedAt: String },
  },
  { collection: bridgeCollections.bridges, versionKey: false },
);

export interface TallyDocument {
  /** Bridge, the moment when it was made, topic and partition. */
  _id: string;
  bridge: string;
  since: string;
  topic: string;
  /** Offset before which every message has been counted. */
  next: number;
  taken: number;
  rejected: number;
  leftOut: number;
  events: number;
}

export const TallySchema = new Schema<TallyDocument>(
  {
    ...{ _id: String, bridge: String, since: String, topic: String, next: Number },
    ...{ taken: Number, rejected: Number, leftOut: Number, events: Number },
  },
  { collection: bridgeCollections.tallies, versionKey: false },
);
TallySchema.index({ bridge: 1 }); // all of one bridge
