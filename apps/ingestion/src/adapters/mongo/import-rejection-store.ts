/** Rejected rows of imports, in the order of their lines. */
import { type Rejection } from '@tributary/importer';
import { type Collection } from 'mongoose';
import { type Claim, type ImportRejectionStore, type KeptRejection } from '../../import-files/ports.ts';
import { unordered } from './bulk-insert.ts';
import { type ImportRejectionDocument } from './import-schemas.ts';
import { numbered, rangeOf, runRange } from './run-ids.ts';

type Run = Pick<Claim, 'id' | 'run'>;

export class MongoImportRejectionStore implements ImportRejectionStore {
  constructor(private readonly rejections: Collection<ImportRejectionDocument>) {}

  async add(run: Run, rejections: readonly Rejection[], from: number): Promise<void> {
    if (rejections.length === 0) return;
    const documents = rejections.map(({ line, code, detail }, index) => ({
      _id: numbered(run, line, from + index),
      ...{ line, code, detail },
    }));
    await this.rejections.insertMany(documents, unordered);
  }

  async page(run: Run, after: string | undefined, limit: number): Promise<readonly KeptRejection[]> {
    const { $gte, $lt } = runRange(run);
    const ids = after !== undefined && after > $gte ? { $gt: after, $lt } : { $gte, $lt };
    const found = await this.rejections.find({ _id: ids }).sort({ _id: 1 }).limit(limit).toArray();
    return found.map(({ _id, line, code, detail }) => ({ position: _id, line, code, detail }));
  }

  async removeBefore(run: Run): Promise<void> {
    const { $gte } = rangeOf(run.id);
    await this.rejections.deleteMany({ _id: { $gte, $lt: runRange(run).$gte } });
  }

  async remove(id: string): Promise<void> {
    await this.rejections.deleteMany({ _id: rangeOf(id) });
  }
}
