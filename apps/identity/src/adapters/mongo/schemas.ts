/** The collections of identity. What clients invent (trait names, values) is kept as JSON text, so it never becomes a field of the store. */
import { Schema } from 'mongoose';
import { type Assertion, type BlockCode, type Review } from '@tributary/domain-identity';
import { type Activated } from '../../manage-policies/policy-store.ts';
import { type HistoryEntry } from '../../ports.ts';

export const collections = {
  identifiers: 'identifiers',
  blockEntries: 'block_entries',
  components: 'components',
  profiles: 'profiles',
  policies: 'policies',
  jobs: 'jobs',
  assertions: 'assertions',
  reviews: 'reviews',
  walks: 'walks',
  walkRows: 'walk_rows',
} as const;

export interface IdentifierDocument {
  /** `type|value`, so that the insert is the claim. */
  _id: string;
  component: string;
  /** More records than this are known to carry it; absent: nobody has counted too many. */
  over?: number;
}

/** No index besides `_id`: identifiers are only ever looked up. */
export const IdentifierSchema = new Schema<IdentifierDocument>(
  { _id: String, component: String, over: Number },
  { collection: collections.identifiers, versionKey: false },
);

/**
 * A record with the blocks that it has entered, or a block that is full, as the only one of its own: so one search by codes tells both.
 * A new record is one write, where a document for each block would be six or more.
 */
export interface BlockEntryDocument {
  /** Of the record; `full:<code>` of a full block. */
  _id: string;
  codes: BlockCode[];
  /** Of a full block: the components of its records know. */
  told?: boolean;
  /** Full, which is not told or its entries not removed; since when, milliseconds. */
  announcedAt?: number;
}

export const BlockEntrySchema = new Schema<BlockEntryDocument>(
  { _id: String, codes: [Schema.Types.Mixed], told: Boolean, announcedAt: Number },
  { collection: collections.blockEntries, versionKey: false },
)
  .index({ codes: 1 }) // who meets whom
  .index({ announcedAt: 1 }, { sparse: true }); // the sweeper asks for the few that were left behind

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
  /** Activations of policies: who decides its people, and who has linked all of it. */
  decidedBy?: number;
  linkedBy?: number;
  /** Absorbed, its facts not yet forgotten; since when, milliseconds. */
  retiredAt?: number;
  /** Whose write it is: tells the writer of a batch which of its writes succeeded. */
  token: string;
}

export const ComponentSchema = new Schema<ComponentDocument>(
  {
    ...{ _id: String, version: Number, into: String, body: String, unsettled: Boolean, unmatched: [String] },
    ...{ decidedBy: Number, linkedBy: Number, retiredAt: Number, token: String },
  },
  { collection: collections.components, versionKey: false },
)
  .index({ linkedBy: 1 }, { sparse: true }) // a change of policy goes through those that it has not reached
  .index({ retiredAt: 1 }, { sparse: true }); // the sweeper asks for the few that were left behind

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

/** A version, or the one list of activations. */
export interface PolicyDocument {
  /** `version:1`, or `activations`. */
  _id: string;
  version?: number;
  /** The policy as JSON: its order of types has a meaning, and sources are named by clients. */
  text?: string;
  createdAt?: number;
  because?: string;
  activations?: Activated[];
}

export const PolicySchema = new Schema<PolicyDocument>(
  {
    ...{ _id: String, version: Number, text: String, createdAt: Number, because: String },
    activations: [Object],
  },
  { collection: collections.policies, versionKey: false },
).index({ version: 1 }, { sparse: true }); // in order of number, which is not that of the ids

export interface JobDocument {
  /** `lease:<job>`, or `count:<job>:<activation>`. */
  _id: string;
  process?: string;
  until?: number;
  count?: number;
}

/** A handful of documents, looked up by id. */
export const JobSchema = new Schema<JobDocument>(
  { _id: String, process: String, until: Number, count: Number },
  { collection: collections.jobs, versionKey: false },
);

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

export interface ReviewDocument {
  /** Id of the pair. */
  _id: string;
  /** The computation it comes from. */
  component: string;
  version: number;
  a: string;
  b: string;
  profiles: string[];
  why: Review['why'];
  p: number;
  bits: number;
  joined: boolean;
  priority: number;
  /** It rests until then, milliseconds. */
  until?: number;
  askedAt: number;
  /** Whose write it is, and since when nobody knows whether it came too late. */
  token: string;
  markedAt?: number;
}

export const ReviewSchema = new Schema<ReviewDocument>(
  {
    ...{ _id: String, component: String, version: Number, a: String, b: String, profiles: [String] },
    ...{ why: String, p: Number, bits: Number, joined: Boolean, priority: Number, until: Number },
    ...{ askedAt: Number, token: String, markedAt: Number },
  },
  { collection: collections.reviews, versionKey: false },
)
  .index({ priority: -1, _id: 1 }) // the queue; what rests or is filtered away is little
  .index({ a: 1 }) // a component that has changed asks what was asked of its records
  .index({ markedAt: 1 }, { sparse: true }); // the sweeper asks for the few that were left behind

export interface WalkDocument {
  /** `<kind>:<id>`. */
  _id: string;
  kind: string;
  run: number;
  /** The last component that it looked at. */
  position: string;
  looked: number;
  total: number;
  /** Milliseconds. */
  startedAt: number;
  endedAt?: number;
  /** What it has found so far, as JSON: sources are named by clients. */
  sum: string;
}

/** A handful of documents: one for each version that was ever tried. */
export const WalkSchema = new Schema<WalkDocument>(
  {
    ...{ _id: String, kind: String, run: Number, position: String, looked: Number, total: Number },
    ...{ startedAt: Number, endedAt: Number, sum: String },
  },
  { collection: collections.walks, versionKey: false },
);

export interface WalkRowDocument {
  /** `<walk>|<run>|<component>`, so that a page that is walked again writes the same documents. */
  _id: string;
  run: number;
  component: string;
  /** As JSON. */
  body: string;
}

/** No index besides `_id`: rows are read in its order. */
export const WalkRowSchema = new Schema<WalkRowDocument>(
  { _id: String, run: Number, component: String, body: String },
  { collection: collections.walkRows, versionKey: false },
);
