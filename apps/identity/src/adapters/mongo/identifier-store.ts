/** Identifiers in MongoDB: a claim is an insert. */
import { recordId } from '@tributary/contracts';
import { followed, inOneAnswer } from '@tributary/mongo';
import { type Collection } from 'mongoose';
import { type IdentifierEntry, type IdentifierStore } from '../../ports.ts';
import { writeUnordered } from './bulk.ts';
import { type IdentifierDocument } from './schemas.ts';

export class MongoIdentifierStore implements IdentifierStore {
  constructor(private readonly identifiers: Collection<IdentifierDocument>) {}

  async find(keys: readonly string[]): Promise<ReadonlyMap<string, IdentifierEntry>> {
    const found = await this.identifiers.find({ _id: { $in: [...keys] } }, inOneAnswer).toArray();
    return new Map(found.map((document) => [document._id, read(document)]));
  }

  async claim(entries: readonly IdentifierEntry[]): Promise<ReadonlySet<string>> {
    const inserts = entries.map(({ key, component }) => ({ insertOne: { document: { _id: key, component } } }));
    const written = await writeUnordered(this.identifiers, inserts, followed);
    if (written === entries.length) return new Set();
    const stored = await this.find(entries.map(({ key }) => key));
    return new Set(
      entries.filter(({ key, component }) => stored.get(key)?.component !== component).map(({ key }) => key),
    );
  }

  async saturate(marks: readonly { readonly key: string; readonly over: number }[]): Promise<void> {
    const operations = marks.map(({ key, over }) => ({
      updateOne: { filter: { _id: key }, update: { $max: { over } } },
    }));
    await writeUnordered(this.identifiers, operations);
  }
}

const read = ({ _id, component, over }: IdentifierDocument): IdentifierEntry => ({
  key: _id,
  component: recordId(component),
  over: over ?? 0,
});
