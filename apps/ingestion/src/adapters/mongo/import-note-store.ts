/** How far imports came: a document for each note, those of an earlier run before those of a later one. */
import { type ResumeStore } from '@tributary/importer';
import { type Collection } from 'mongoose';
import { type Claim, type ImportNoteStore } from '../../import-files/ports.ts';
import { type ImportNoteDocument } from './import-schemas.ts';
import { numbered, rangeOf } from './run-ids.ts';

export class MongoImportNoteStore implements ImportNoteStore {
  constructor(private readonly notes: Collection<ImportNoteDocument>) {}

  of(run: Pick<Claim, 'id' | 'run'>): ResumeStore {
    const all = { _id: rangeOf(run.id) };
    let count = 0;
    const next = (note: string): ImportNoteDocument => ({ _id: numbered(run, (count += 1)), note });
    return {
      load: async () => (await this.notes.find(all).sort({ _id: 1 }).toArray()).map(({ note }) => note),
      replace: async (lines) => {
        await this.notes.deleteMany(all);
        if (lines.length > 0) await this.notes.insertMany(lines.map(next));
      },
      append: async (line) => {
        await this.notes.insertOne(next(line));
      },
      remove: () => this.remove(run.id),
    };
  }

  async remove(id: string): Promise<void> {
    await this.notes.deleteMany({ _id: rangeOf(id) });
  }
}
