/** Definitions as versions that never change; the highest one is what counts. */
import { isDuplicate } from '@tributary/mongo';
import { type Collection } from 'mongoose';
import { type DefinitionKind, type DefinitionStore, type StoredDefinition } from '../../ports.ts';
import { type DefinitionDocument, type RevisionDocument } from './schemas.ts';

/** There is one revision for all definitions. */
const everything = 'definitions';

/** More writers than this at one definition within milliseconds are no people. */
const maxTries = 20;

export class MongoDefinitionStore implements DefinitionStore {
  constructor(
    private readonly definitions: Collection<DefinitionDocument>,
    private readonly revisions: Collection<RevisionDocument>,
  ) {}

  async revision(): Promise<number> {
    const found = await this.revisions.findOne({ _id: everything });
    return found?.revision ?? 0;
  }

  async latest(): Promise<readonly StoredDefinition[]> {
    const all = await this.definitions.find({}).sort({ _id: 1 }).toArray();
    return [...new Map(all.map((document) => [`${document.kind}|${document.id}`, read(document)])).values()];
  }

  async version(kind: DefinitionKind, id: string, version: number): Promise<StoredDefinition | undefined> {
    const found = await this.definitions.findOne({ _id: key(kind, id, version) });
    return found === null ? undefined : read(found);
  }

  async versions(kind: DefinitionKind, id: string): Promise<readonly StoredDefinition[]> {
    const range = { $gte: key(kind, id, 0), $lte: key(kind, id, 999_999) };
    return (await this.definitions.find({ _id: range }).sort({ _id: -1 }).toArray()).map(read);
  }

  async add(definition: Omit<StoredDefinition, 'version'>): Promise<StoredDefinition> {
    const { kind, id } = definition;
    for (let tries = 0; tries < maxTries; tries++) {
      const [last] = await this.versions(kind, id);
      const next = { ...definition, version: (last?.version ?? 0) + 1 };
      if (!(await this.#insert({ _id: key(kind, id, next.version), ...next }))) continue;
      await this.revisions.updateOne({ _id: everything }, { $inc: { revision: 1 } }, { upsert: true });
      return next;
    }
    throw new Error(`The ${kind} ${id} is being changed by too many at once.`);
  }

  async #insert(document: DefinitionDocument): Promise<boolean> {
    try {
      await this.definitions.insertOne(document);
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }
}

const key = (kind: DefinitionKind, id: string, version: number): string =>
  `${kind}|${id}|${String(version).padStart(6, '0')}`;

const read = ({ kind, id, version, definition, deleted, at }: DefinitionDocument): StoredDefinition => ({
  kind: kind === 'offer' ? 'offer' : 'placement',
  id,
  version,
  definition,
  deleted,
  at,
});
