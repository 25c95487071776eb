/** The collections of the service; each secondary index says what it is for. */
import { Schema } from 'mongoose';

export const collections = {
  cells: 'cells',
  generations: 'generations',
  claims: 'claims',
  profiles: 'profiles',
} as const;

export interface CellDocument {
  /** `<generation>|<kind>|<shelf>|<partition>`: range reads by generation, kind and shelf need no other index. */
  _id: string;
  /** Position of the last message that was added. */
  applied: number;
  sums: Record<string, Record<string, number>>;
  labels?: Record<string, string>;
}

export const cellSchema = new Schema<CellDocument>(
  { _id: String, applied: Number, sums: Schema.Types.Mixed, labels: Schema.Types.Mixed },
  { collection: collections.cells, versionKey: false, minimize: false },
);

export interface GenerationDocument {
  _id: string;
  rev: number;
  /** A `GenerationState` as JSON: it is read and replaced as a whole. */
  state: string;
}

export const generationSchema = new Schema<GenerationDocument>(
  { _id: String, rev: Number, state: String },
  { collection: collections.generations, versionKey: false },
);

export interface ClaimDocument {
  /** `<generation>|<event>` */
  _id: string;
  by: string;
}

export const claimSchema = new Schema<ClaimDocument>(
  { _id: String, by: String },
  { collection: collections.claims, versionKey: false },
);

export interface ProfileDocument {
  _id: string;
  version: number;
  records: string[];
  updatedAt: string;
}

export const profileSchema = new Schema<ProfileDocument>(
  { _id: String, version: Number, records: [String], updatedAt: String },
  { collection: collections.profiles, versionKey: false },
);
profileSchema.index({ records: 1 }); // to find whose purchases those of a record are, without reading every profile
