/** What others were told of memberships, one document for each profile; only a rebuild writes it. */
import { inOneAnswer } from '@tributary/mongo';
import { type Collection } from 'mongoose';
import { type Carried, type ToldChange } from '../../rebuild-memberships/carry-memberships.ts';

export interface ToldDocument {
  readonly _id: string;
  /** By segment, as JSON. */
  readonly changes?: string;
  /** By segment, since when, as JSON. */
  readonly snapshot?: string;
}

export type Told = Pick<Carried, 'changes' | 'snapshot'>;

export class ToldStore {
  constructor(private readonly told: Collection<ToldDocument>) {}

  async find(profiles: readonly string[]): Promise<ReadonlyMap<string, Told>> {
    const found = await this.told.find({ _id: { $in: [...profiles] } }, inOneAnswer).toArray();
    return new Map(found.map((document) => [document._id, toldIn(document)]));
  }

  /** The later of two changes of one membership stands. */
  async keepChanges(news: ReadonlyMap<string, Readonly<Record<string, ToldChange>>>): Promise<void> {
    const known = await this.find([...news.keys()]);
    await this.#set([...news].map(([_id, own]) => [_id, { changes: latest(known.get(_id)?.changes ?? {}, own) }]));
  }

  keepSnapshots(news: ReadonlyMap<string, Readonly<Record<string, number>> | null>): Promise<void> {
    return this.#set([...news].map(([_id, snapshot]) => [_id, { snapshot }]));
  }

  async #set(values: readonly (readonly [string, object])[]): Promise<void> {
    if (values.length === 0) return;
    const operations = values.map(([_id, fields]) => {
      const texts = Object.entries(fields).map(([name, value]) => [name, JSON.stringify(value)] as const);
      return { updateOne: { filter: { _id }, update: { $set: Object.fromEntries(texts) }, upsert: true } };
    });
    await this.told.bulkWrite(operations, { ordered: false });
  }
}

function latest(known: Told['changes'], news: Told['changes']): Told['changes'] {
  const newer = Object.entries(news).filter(([segment, { sequence }]) => sequence > (known[segment]?.sequence ?? 0));
  return { ...known, ...Object.fromEntries(newer) };
}

/* eslint-disable no-restricted-syntax -- written by `#set` above and by nobody else */
const toldIn = ({ changes, snapshot }: ToldDocument): Told => ({
  changes: changes === undefined ? {} : (JSON.parse(changes) as Told['changes']),
  snapshot: snapshot === undefined ? undefined : (JSON.parse(snapshot) as Told['snapshot']),
});
/* eslint-enable no-restricted-syntax */
