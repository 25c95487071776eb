/**
 * A store that looks as if it had known many people for long: what the services themselves have written for a few is written again for
 * the others, with their ids. Nothing is left out that an event meets, save the length of the archive: one event for each person.
 */
import { partitionOf } from '@tributary/bus';
import { services } from '@tributary/contracts';
import { recordOf } from '@tributary/domain-collection';
import { databaseName } from '@tributary/mongo';
import mongoose from 'mongoose';
import { throughput } from './measure.ts';

interface Document {
  readonly _id: string;
}
type Collection = mongoose.mongo.Collection<Document>;

export interface PopulateOptions {
  readonly mongodbUri: string;
  readonly namespace: string;
  readonly partitions: number;
  /** The people 0 to `known` are there; afterwards those up to `people` are too. */
  readonly known: number;
  readonly people: number;
}

/** People whose documents are made at a time: some thousand documents in memory. */
const chunk = 500;
const inFlight = 2;

/** Answers how many documents it wrote. */
export async function populate(options: PopulateOptions): Promise<number> {
  const { namespace, known, people } = options;
  const client = await new mongoose.mongo.MongoClient(options.mongodbUri).connect();
  try {
    let written = 0;
    for (const service of services) {
      const database = client.db(databaseName(namespace, service));
      for (const { name } of await database.listCollections().toArray()) {
        const collection = database.collection<Document>(name);
        const templates = await templatesIn(collection, options);
        if (templates.length === 0) continue;
        await throughput(Math.ceil((people - known) / chunk), inFlight, async (index) => {
          const first = known + index * chunk;
          const copies = copiesOf(templates, { first, until: Math.min(first + chunk, people), options });
          await collection.insertMany(copies, { ordered: false });
          written += copies.length;
        });
      }
    }
    return written;
  } finally {
    await client.close();
  }
}

const nameOf = (person: number): string => `user-${person}`;

/** Record and profile of a person bear the same hash. */
function hashOf(person: number): string {
  const record = recordOf([{ type: 'user_id', value: nameOf(person) }], 'bench');
  if (record === undefined) throw new Error('A user id names somebody.');
  return record.slice('r_'.length);
}

const utf8 = new TextEncoder();
const partitionOfRecord = (hash: string, partitions: number): number =>
  partitionOf(utf8.encode(`r_${hash}`), partitions);

/** What a person has in a collection, as text that bears the person's ids. */
interface Template {
  readonly person: number;
  readonly hash: string;
  readonly texts: readonly string[];
}

async function templatesIn(collection: Collection, { known }: PopulateOptions): Promise<readonly Template[]> {
  const texts = (await collection.find().toArray()).map((document) => JSON.stringify(document));
  const onePerPerson = collection.collectionName === 'archive';
  return Array.from({ length: known }, (_, person) => {
    const hash = hashOf(person);
    const own = texts.filter((text) => text.includes(hash));
    return { person, hash, texts: onePerPerson ? own.slice(0, 1) : own };
  }).filter(({ texts: own }) => own.length > 0);
}

interface Range {
  readonly first: number;
  readonly until: number;
  readonly options: PopulateOptions;
}

function copiesOf(templates: readonly Template[], { first, until, options: { partitions } }: Range): Document[] {
  const copies: Document[] = [];
  for (let person = first; person < until; person += 1) {
    const template = templates[person % templates.length];
    if (template === undefined) continue;
    const hash = hashOf(person);
    const name = new RegExp(`${nameOf(template.person)}(?!\\d)`, 'g');
    const suffix = person.toString(36).padStart(6, '0');
    for (const text of template.texts) {
      const renamed = text.replaceAll(template.hash, hash).replace(name, nameOf(person));
      const copy = documentIn(renamed.replaceAll(/(e_[a-z0-9]{20})[a-z0-9]{6}/g, `$1${suffix}`));
      // Cells of figures end with the partition of the record's events.
      const _id = copy._id.replace(new RegExp(`(\\|r_${hash}\\|)\\d+$`), `$1${partitionOfRecord(hash, partitions)}`);
      copies.push({ ...copy, _id });
    }
  }
  return copies;
}

function documentIn(text: string): Document {
  // eslint-disable-next-line no-restricted-syntax -- the text of a document that was read from the store
  return JSON.parse(text) as Document;
}
