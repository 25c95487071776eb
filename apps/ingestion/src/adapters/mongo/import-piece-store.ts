/** The contents of imports, in pieces. */
import mongoose, { type Collection } from 'mongoose';
import { isDuplicate } from '@tributary/mongo';
import { type Piece, type PieceStore, type Upload } from '../../import-files/ports.ts';
import { type PieceDocument } from './import-schemas.ts';

/** Pieces that are on their way at once when a content is read. */
const piecesAtOnce = 4;
/** The embedded store does one thing after the other: events must not wait until a whole file is gone. */
const removedAtOnce = 32;
/** Contents have less bytes than a number of this length says. */
const digits = 15;

export class MongoPieceStore implements PieceStore {
  constructor(private readonly pieces: Collection<PieceDocument>) {}

  async put({ id, epoch }: Upload, { offset, bytes }: Piece): Promise<boolean> {
    const _id = `${id}@${String(offset).padStart(digits, '0')}`;
    const piece = { import: id, offset, epoch, bytes: new mongoose.mongo.Binary(bytes) };
    const older = { _id, epoch: { $lte: epoch } };
    try {
      await this.pieces.updateOne(older, { $set: piece }, { upsert: true });
      return true;
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      // It is there: of a later upload, or of an earlier one that was there a moment before us.
      return (await this.pieces.updateOne(older, { $set: piece })).matchedCount > 0;
    }
  }

  async at(id: string, offset: number): Promise<Piece | undefined> {
    const found = await this.pieces.findOne({ import: id, offset: { $lte: offset } }, { sort: { offset: -1 } });
    return found ? read(found) : undefined;
  }

  async *before(id: string, end: number): AsyncGenerator<Piece, void, undefined> {
    const found = this.pieces.find({ import: id, offset: { $lt: end } }, { batchSize: piecesAtOnce });
    for await (const document of found.sort({ offset: 1 })) yield read(document);
  }

  async remove(id: string): Promise<void> {
    for (;;) {
      const some = await this.pieces
        .find({ import: id }, { projection: { _id: 1 } })
        .limit(removedAtOnce)
        .toArray();
      if (some.length === 0) return;
      await this.pieces.deleteMany({ _id: { $in: some.map(({ _id }) => _id) } });
    }
  }

  imports(): Promise<readonly string[]> {
    return this.pieces.distinct('import');
  }
}

const read = ({ offset, bytes }: PieceDocument): Piece => ({
  offset,
  bytes: bytes.buffer.subarray(0, bytes.position),
});
