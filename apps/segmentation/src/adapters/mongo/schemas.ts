/** The collections of segmentation and why each index is there. */
import { Schema } from 'mongoose';

const options = (collection: string) => ({ collection, versionKey: false, minimize: false }) as const;

/** One person; `_id` is the profile. */
const profile = new Schema(
  {
    _id: String,
    rev: Number,
    by: String,
    version: Number,
    state: String,
    mergedInto: String,
    erasedAt: Number,
    records: [String],
    early: [String],
    traits: String,
    traitsAt: Number,
    firstSeenAt: Number,
    memberships: String,
    nextAt: Number,
    in: [String],
    outbox: [Schema.Types.Mixed],
  },
  options('profiles'),
);
// Whose is the record of an event?
profile.index({ records: 1 });
// Timers that are due, the earliest first; profiles without a timer are not in it.
profile.index({ nextAt: 1 }, { partialFilterExpression: { nextAt: { $gt: 0 } } });
// Members of a segment in pages, and their number.
profile.index({ in: 1, _id: 1 });
// Changes that a crash kept from being published.
profile.index({ 'outbox.knownAt': 1 });

/** What one record did, by feature, as JSON text: it is read whole, and text is several times cheaper than nested BSON. */
const activity = new Schema(
  { _id: String, rev: Number, by: String, features: Schema.Types.Mixed },
  options('activities'),
);

/** A segment with its rule; some hundreds at most, always read together. */
const segment = new Schema(
  {
    _id: String,
    name: String,
    createdAt: Number,
    version: Number,
    active: Schema.Types.Mixed,
    build: Schema.Types.Mixed,
    deleted: Boolean,
  },
  options('segments'),
);

/** The revision of the segments, leases, and who is alive; a handful of documents. */
const coordination = new Schema(
  { _id: String, revision: Number, holder: String, until: Number, kind: String },
  options('coordination'),
);

export const schemas = { Profile: profile, Activity: activity, Segment: segment, Coordination: coordination };
export const collections = {
  profiles: 'profiles',
  activities: 'activities',
  segments: 'segments',
  coordination: 'coordination',
} as const;
