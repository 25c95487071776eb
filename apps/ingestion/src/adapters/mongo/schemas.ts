/** The collections of ingestion. Events are kept as JSON text: no key that a client invents ever becomes a field of the store. */
import { Schema } from 'mongoose';

export const collections = {
  archive: 'archive',
  changedDuplicates: 'changed_duplicates',
  progress: 'progress',
  rejections: 'rejections',
  sources: 'sources',
  rules: 'source_rules',
  violations: 'plan_violations',
} as const;

export interface ArchivedDocument {
  /** Event id: a hash of source and message id, so that the insert is the deduplication. */
  _id: string;
  receivedId: string;
  fingerprint: string;
  /** The collected event as JSON. */
  event: string;
  storedAt: number;
}

/** No index besides `_id`: the archive is read by id and walked in the order of ids. */
export const ArchivedEventSchema = new Schema<ArchivedDocument>(
  { _id: String, receivedId: String, fingerprint: String, event: String, storedAt: Number },
  { collection: collections.archive, versionKey: false },
);

/** A different event that came with the id of an archived one: kept for whoever wants to know, never published. */
export interface ChangedDuplicateDocument {
  /** Id of the message on the log, so that a redelivery changes nothing. */
  _id: string;
  of: string;
  event: string;
  storedAt: number;
}

export const ChangedDuplicateSchema = new Schema<ChangedDuplicateDocument>(
  { _id: String, of: String, event: String, storedAt: Number },
  { collection: collections.changedDuplicates, versionKey: false },
);
ChangedDuplicateSchema.index({ of: 1 }); // the trace of one event

export interface RejectionDocument {
  _id: string;
  /** Time and id: the order of the list. */
  position: string;
  source: string;
  door: string;
  code: string;
  /** Absent where the bytes do not say it. */
  messageId?: string;
  state: string;
  /** The rejection as JSON. */
  rejection: string;
  replayedAt?: number;
}

export const RejectionSchema = new Schema<RejectionDocument>(
  {
    _id: String,
    position: String,
    source: String,
    door: String,
    code: String,
    messageId: String,
    state: String,
    rejection: String,
    replayedAt: Number,
  },
  { collection: collections.rejections, versionKey: false },
);
RejectionSchema.index({ position: -1 }); // the list, newest first
RejectionSchema.index({ code: 1, position: -1 }); // the list of one reason, and the count by reason
RejectionSchema.index({ source: 1, position: -1 }); // the list of one source
RejectionSchema.index({ messageId: 1, position: -1 }); // the trace of one message

export interface SourceDocument {
  _id: string;
  name: string;
  kind: string;
  writeKey: string;
  createdAt: string;
  origins?: string[];
  eventsPerSecond?: number;
  disabled?: boolean;
}

export const SourceSchema = new Schema<SourceDocument>(
  {
    ...{ _id: String, name: String, kind: String, writeKey: String, createdAt: String },
    ...{ origins: { type: [String], default: undefined }, eventsPerSecond: Number, disabled: Boolean },
  },
  { collection: collections.sources, versionKey: false },
);
SourceSchema.index({ writeKey: 1 }, { unique: true }); // two sources never share a key, and every request asks for one

export interface ProgressDocument {
  /** Partition of `event.received`. */
  _id: number;
  passed: number;
}

export const ProgressSchema = new Schema<ProgressDocument>(
  { _id: Number, passed: Number },
  { collection: collections.progress, versionKey: false },
);

export interface RulesDocument {
  /** Source and version: two people who change the rules at once do not both win. */
  _id: string;
  source: string;
  version: number;
  /** The rules as JSON. */
  rules: string;
  createdAt: string;
}

export const RulesSchema = new Schema<RulesDocument>(
  { _id: String, source: String, version: Number, rules: String, createdAt: String },
  { collection: collections.rules, versionKey: false },
);
RulesSchema.index({ source: 1, version: -1 }); // the newest of each source

export interface ViolationDocument {
  /** Hash of what makes violations alike. */
  _id: string;
  source: string;
  /** What they have in common, as JSON: names that a client invents become no fields. */
  what: string;
  count: number;
  firstAt: string;
  lastAt: string;
  samples: string[];
}

export const ViolationSchema = new Schema<ViolationDocument>(
  { _id: String, source: String, what: String, count: Number, firstAt: String, lastAt: String, samples: [String] },
  { collection: collections.violations, versionKey: false },
);
ViolationSchema.index({ source: 1, count: -1, _id: 1 }); // the most frequent of one source
