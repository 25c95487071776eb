/** The collections of imports. What a person has ordered, and what came of it, is kept as JSON text. */
import mongoose, { type mongo, Schema } from 'mongoose';

export const importCollections = {
  imports: 'imports',
  pieces: 'import_pieces',
  rejections: 'import_rejections',
  notes: 'import_notes',
} as const;

export interface ImportDocument {
  /** Begins with the time: the order of the list. */
  _id: string;
  /** JSON. */
  order: string;
  state: string;
  received: number;
  hasContent: boolean;
  /** Of the newest upload. */
  epoch: number;
  /** JSON. */
  progress?: string;
  failure?: string;
  owner?: string;
  /** Past it another process may take the import up. */
  until?: number;
  run: number;
  takeovers: number;
  createdAt: number;
  changedAt: number;
  startedAt?: number;
  endedAt?: number;
}

export const ImportSchema = new Schema<ImportDocument>(
  {
    _id: String,
    order: String,
    state: String,
    received: Number,
    hasContent: Boolean,
    epoch: Number,
    progress: String,
    failure: String,
    owner: String,
    until: Number,
    run: Number,
    takeovers: Number,
    createdAt: Number,
    changedAt: Number,
    startedAt: Number,
    endedAt: Number,
  },
  { collection: importCollections.imports, versionKey: false },
);
ImportSchema.index({ state: 1, _id: 1 }); // the oldest that waits, asked for every other second

export interface PieceDocument {
  /** Import and offset: two uploads cannot both have a piece there. */
  _id: string;
  import: string;
  offset: number;
  epoch: number;
  bytes: mongo.Binary;
}

export const PieceSchema = new Schema<PieceDocument>(
  { _id: String, import: String, offset: Number, epoch: Number, bytes: mongoose.Schema.Types.Buffer },
  { collection: importCollections.pieces, versionKey: false },
);
PieceSchema.index({ import: 1, offset: 1 }); // the content in order, and the piece at a place of it

export interface ImportRejectionDocument {
  /** Import, run, line and number: the order of the list. */
  _id: string;
  line: number;
  code: string;
  detail: string;
}

/** No index besides `_id`: the rejections of an import are read in the order of their ids. */
export const ImportRejectionSchema = new Schema<ImportRejectionDocument>(
  { _id: String, line: Number, code: String, detail: String },
  { collection: importCollections.rejections, versionKey: false },
);

export interface ImportNoteDocument {
  /** Import, run and number: the order in which they were written. */
  _id: string;
  note: string;
}

/** No index besides `_id`, for the same reason. */
export const ImportNoteSchema = new Schema<ImportNoteDocument>(
  { _id: String, note: String },
  { collection: importCollections.notes, versionKey: false },
);
