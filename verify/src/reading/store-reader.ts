/** The store, through the plain driver: what the services keep for ever. */
import { services } from '@tributary/contracts';
import mongoose from 'mongoose';
import { markersIn, personIn } from '../traffic/request.ts';
import { type Archived, type DecisionRead, type Rejected } from './evidence.ts';
import { listAt, parsed, textAt } from './wire.ts';

export interface StoreReader {
  archive(): Promise<readonly Archived[]>;
  rejections(): Promise<readonly Rejected[]>;
  decisions(): Promise<readonly DecisionRead[]>;
  /** Which of these events the archive has. */
  archived(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** Documents with a message that is not on its topic yet, or not known to be. */
  unsent(): Promise<number>;
  /** Removes the databases of the deployment. */
  drop(): Promise<void>;
  close(): Promise<void>;
}

/** Where messages wait until they are published: service, collection, the field that is there as long as one waits. */
const outboxes = [
  ['identity', 'profiles', 'unsentAt'],
  ['segmentation', 'profiles', 'outbox.knownAt'],
  ['decisioning', 'decisions', 'unpublished'],
] as const;

interface Document {
  readonly _id: string;
  readonly receivedId?: string;
  readonly event?: string;
  readonly rejection?: string;
  readonly record?: string;
  readonly profile?: string | null;
}

export async function openStoreReader(uri: string, namespace: string): Promise<StoreReader> {
  const client = await mongoose.mongo.MongoClient.connect(uri, { serverSelectionTimeoutMS: 30_000 });
  const documents = (service: string, name: string) => client.db(`${namespace}_${service}`).collection<Document>(name);
  const all = async <T>(service: string, name: string, read: (document: Document) => T): Promise<T[]> => {
    const found: T[] = [];
    for await (const document of documents(service, name).find({})) found.push(read(document));
    return found;
  };
  return {
    archive: () => all('ingestion', 'archive', archivedOf),
    rejections: () => all('ingestion', 'rejections', rejectedOf),
    decisions: () => all('decisioning', 'decisions', decisionOf),
    archived: async (ids) => {
      const found = documents('ingestion', 'archive').find({ _id: { $in: [...ids] } }, { projection: { _id: 1 } });
      return new Set((await found.toArray()).map(({ _id }) => _id));
    },
    unsent: async () => {
      const each = outboxes.map(([service, name, mark]) =>
        documents(service, name).countDocuments({ [mark]: { $gt: 0 } }),
      );
      return (await Promise.all(each)).reduce((sum, count) => sum + count, 0);
    },
    drop: async () => {
      for (const service of services) await client.db(`${namespace}_${service}`).dropDatabase();
    },
    close: () => client.close(),
  };
}

function archivedOf({ _id, receivedId = '', event = '' }: Document): Archived {
  const value = parsed(event);
  return { id: _id, marker: textAt(value, 'messageId'), source: textAt(value, 'source'), receivedId };
}

function rejectedOf({ _id, rejection = '' }: Document): Rejected {
  const value = parsed(rejection);
  const bytes = Buffer.from(textAt(value, 'bytes'), 'base64').toString('utf8');
  return {
    rejection: _id,
    marker: markersIn(bytes)[0] ?? '',
    code: textAt(value, 'code'),
    source: textAt(value, 'source'),
  };
}

function decisionOf({ _id, record = '', profile }: Document): DecisionRead {
  const value = parsed(record);
  const fallback = textAt(value, 'fallbackOffer', 'id');
  const chosen = listAt(value, 'result', 'chosen').map(String);
  const offers = chosen.length === 0 && fallback !== '' ? [fallback] : chosen;
  return { decision: _id, profile: profile ?? '', offers, from: 'log', person: personIn(_id) };
}
