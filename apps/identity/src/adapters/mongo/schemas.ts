/** The collections of identity. What clients invent (trait names, values) is kept as JSON text, so it never becomes a field of the store. */
import { Schema } from 'mongoose';
import { type Assertion } from '@tributary/domain-identity';
import { type HistoryEntry } from '../../ports.ts';

export const collections = {
  identifiers: 'identifiers',
  blocks: 'blocks',
  components: 'components',
  profiles: 'profiles',
  assertions: 'assertions',
} as const;

export interface IdentifierDocument {
  /** `type|value`, so that the insert is the claim. */
  _id: string;
  component: string;
  saturated?: boolean;
}

/** No index besides `_id`: identifiers are only ever looked up. */
export const IdentifierSchema = new Schema<IdentifierDocument>(
  { _id: String, component: String, saturated: Boolean },
  { collection: collections.identifiers, versionKey: false },
);

export interface BlockDocument {
  /** The blocking key. */
  _id: string;
  /** Who has joined; one too many at least when it is full, none once that was told. */
  records: string[];
  /** Full, its records' components not yet told; since when, milliseconds. */
  announcedAt?: number;
  told?: boolean;
}

export const BlockSchema = new Schema<BlockDocument>(
  { _id: String, records: [String], announcedAt: Number, told: Boolean },
  { collection: collections.blocks, versionKey: false },
).index({ announcedAt: 1 }, { sparse: true }); // the sweeper asks for the few that were left behind

export interface ComponentDocument {
  /** Id of the record that founded it. */
  _id: string;
  version: number;
  into?: string;
  /** Facts and intents as JSON. */
  body: string;
  /** Its people may not have been written. Not indexed: the events that made it so come again after a crash. */
  unsettled?: boolean;
  /** Records that have to be compared. Absent or empty when all have been. */
  unmatched?: readonly string[];
  /** Absorbed, its facts not yet forgotten; since when, milliseconds. */
  retiredAt?: number;
  /** Whose write it is: tells the writer of a batch which of its writes succeeded. */
  token: string;
}

export const ComponentSchema = new Schema<ComponentDocument>(
  {
    ...{ _id: String, version: Number, into: String, body: String, unsettled: Boolean, unmatched: [String] },
    ...{ retiredAt: Number, token: String },
  },
  { collection: collections.components, versionKey: false },
).index({ retiredAt: 1 }, { sparse: true }); // the sweeper asks for the few that were left behind

export interface ProfileDocument {
  _id: string;
  revision: number;
  version: number;
  born: boolean;
  active: boolean;
  into?: string;
  component: string;
  componentVersion: number;
  /** Content and segments as JSON. */
  body: string;
  updatedAt: number;
  /** What has not been published, as JSON, and since when. */
  unsent?: string;
  unsentAt?: number;
  /** The newest entries, oldest first. */
  history: HistoryEntry[];
  token: string;
}

export const ProfileSchema = new Schema<ProfileDocument>(
  {
    ...{ _id: String, revision: Number, version: Number, born: Boolean, active: Boolean, into: String },
    ...{ component: String, componentVersion: Number, body: String, updatedAt: Number },
    ...{ unsent: String, unsentAt: Number, history: [Object], token: String },
  },
  { collection: collections.profiles, versionKey: false },
)
  .index({ active: 1, _id: 1 }) // the list and the count of people, without the absorbed ones
  .index({ unsentAt: 1 }, { sparse: true }); // the sweeper asks for the few that were left behind

export interface AssertionDocument {
  /** Key of the pair. */
  _id: string;
  /** What outranks what, as text. */
  rank: string;
  kind: Assertion['kind'];
  a: string;
  b: string;
  by: string;
  /** Milliseconds. */
  at: number;
  why: string;
  until?: number;
}

export const AssertionSchema = new Schema<AssertionDocument>(
  {
    ...{ _id: String, rank: String, kind: String, a: String, b: String },
    ...{ by: String, at: Number, why: String, until: Number },
  },
  { collection: collections.assertions, versionKey: false },
).index({ at: -1, _id: -1 }); // the list, the newest first
