/** The collections of decisioning. What clients and marketers invent (traits, content, rules) is kept as JSON text. */
import { Schema } from 'mongoose';

export const collections = {
  definitions: 'definitions',
  revisions: 'revisions',
  people: 'people',
  purchases: 'purchases',
  ledgers: 'ledgers',
  decisions: 'decisions',
} as const;

const options = (collection: string) => ({ collection, versionKey: false }) as const;

export interface DefinitionDocument {
  /** `offer|gift|000003`: unique, so that two writers cannot add the same version. */
  _id: string;
  kind: string;
  id: string;
  version: number;
  definition: string;
  deleted: boolean;
  at: number;
}

/** No index besides `_id`: versions of one definition are a range of ids, and all of them are read together. */
export const DefinitionSchema = new Schema<DefinitionDocument>(
  { _id: String, kind: String, id: String, version: Number, definition: String, deleted: Boolean, at: Number },
  { ...options(collections.definitions), id: false },
);

export interface RevisionDocument {
  _id: string;
  revision: number;
}

export const RevisionSchema = new Schema<RevisionDocument>(
  { _id: String, revision: Number },
  options(collections.revisions),
);

export interface PersonDocument {
  _id: string;
  version: number;
  mergedInto: string | null;
  records: string[];
  keys: string[];
  traits: string;
  segments: string[];
}

export const PersonSchema = new Schema<PersonDocument>(
  {
    _id: String,
    version: Number,
    mergedInto: String,
    records: [String],
    keys: [String],
    traits: String,
    segments: [String],
  },
  options(collections.people),
);
PersonSchema.index({ keys: 1 }); // every decision names a person by some identifier

export interface PurchaseDocument {
  /** The event: a repetition is the same purchase. */
  _id: string;
  record: string;
  kind: string;
  order: string | null;
  time: number;
  lines: { product: string; quantity: number }[];
}

export const PurchaseSchema = new Schema<PurchaseDocument>(
  { _id: String, record: String, kind: String, order: String, time: Number, lines: [Object] },
  options(collections.purchases),
);
PurchaseSchema.index({ record: 1 }); // what a person owns is read by the records of the person

export interface LedgerDocument {
  _id: string;
  revision: number;
  entries: {
    id: string;
    offer: string;
    origin: string;
    at: number | null;
    until: number;
    shown: number | null;
    released: boolean;
  }[];
  decisions: Record<string, number>;
  exposures: Record<string, number>;
  into: string | null;
  pending: boolean;
  linkedAt: number;
}

/** No index besides `_id`: a ledger is only ever asked for by its subject. */
export const LedgerSchema = new Schema<LedgerDocument>(
  {
    _id: String,
    revision: Number,
    entries: [Object],
    decisions: Object,
    exposures: Object,
    into: String,
    pending: Boolean,
    linkedAt: Number,
  },
  options(collections.ledgers),
);

export interface DecisionDocument {
  _id: string;
  /** Time and id: the order of lists. */
  position: string;
  profile: string | null;
  /** The record without its responses, as JSON. */
  record: string;
  responses: { offer: string; response: 'shown' | 'accepted' | 'dismissed'; at: number }[];
  /** Time of the decision, while its message is not yet on the bus. */
  unpublished?: number;
}

export const DecisionSchema = new Schema<DecisionDocument>(
  { _id: String, position: String, profile: String, record: String, responses: [Object], unpublished: Number },
  options(collections.decisions),
);
DecisionSchema.index({ position: -1 }); // the list, newest first
DecisionSchema.index({ profile: 1, position: -1 }); // the list of one profile, and its erasure
DecisionSchema.index({ unpublished: 1 }, { sparse: true }); // what a crash left unpublished: a handful at most
