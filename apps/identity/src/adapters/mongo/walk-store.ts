/** Walks in MongoDB: a document for each walk, and one for each component of which a walk keeps something. */
import { isDuplicate } from '@tributary/mongo';
import { type Collection } from 'mongoose';
import { type Walk, type WalkRow, type WalkStore } from '../../walk-components/walk-store.ts';
import { type WalkDocument, type WalkRowDocument } from './schemas.ts';

interface WalkCollections {
  readonly walks: Collection<WalkDocument>;
  readonly rows: Collection<WalkRowDocument>;
}

export class MongoWalkStore<Sum, Row> implements WalkStore<Sum, Row> {
  constructor(
    private readonly kind: string,
    private readonly collections: WalkCollections,
  ) {}

  async find(id: string): Promise<Walk<Sum> | undefined> {
    const found = await this.collections.walks.findOne({ _id: this.#idOf(id) });
    return found === null ? undefined : this.#read(found);
  }

  async begin(first: Walk<Sum>): Promise<boolean> {
    const _id = this.#idOf(first.id);
    try {
      // The run before may have been deleted or never begun; where it is neither, the upsert meets the id of another run.
      const before = { _id, run: first.run - 1 };
      await this.collections.walks.replaceOne(before, this.#written(first), { upsert: true });
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
    await this.collections.rows.deleteMany({ ...inside(_id), run: { $ne: first.run } });
    return true;
  }

  async advance(before: Walk<Sum>, after: Walk<Sum>, rows: readonly WalkRow<Row>[]): Promise<boolean> {
    const _id = this.#idOf(before.id);
    const { run, position } = before;
    const place = `${_id}|${run}`;
    // What a process wrote that died before it could go on may no longer hold.
    await this.collections.rows.deleteMany({
      _id: { $gt: `${place}|${position}`, $lte: `${place}|${after.position}` },
    });
    if (rows.length > 0) {
      const operations = rows.map(({ component, row }) => ({
        replaceOne: {
          filter: { _id: `${place}|${component}` },
          replacement: { run, component, body: JSON.stringify(row) },
          upsert: true,
        },
      }));
      await this.collections.rows.bulkWrite(operations, { ordered: false });
    }
    const same = { _id, run, position, endedAt: { $exists: false } };
    const { matchedCount } = await this.collections.walks.replaceOne(same, this.#written(after));
    return matchedCount > 0;
  }

  async unfinished(): Promise<Walk<Sum> | undefined> {
    const found = await this.collections.walks.findOne({ kind: this.kind, endedAt: { $exists: false } });
    return found === null ? undefined : this.#read(found);
  }

  async *rows({ id, run }: Walk<Sum>, from: string): AsyncIterable<WalkRow<Row>> {
    const place = `${this.#idOf(id)}|${run}`;
    const found = this.collections.rows
      .find({ _id: { ...inside(place)._id, $gte: `${place}|${from}` } })
      .sort({ _id: 1 })
      .batchSize(100);
    for await (const { component, body } of found) {
      // eslint-disable-next-line no-restricted-syntax -- only `advance` writes this text
      yield { component, row: JSON.parse(body) as Row };
    }
  }

  #idOf(id: string): string {
    return `${this.kind}:${id}`;
  }

  #written({ run, position, looked, total, startedAt, endedAt, sum }: Walk<Sum>): Omit<WalkDocument, '_id'> {
    const values = { kind: this.kind, run, position, looked, total, startedAt, sum: JSON.stringify(sum) };
    return endedAt === undefined ? values : { ...values, endedAt };
  }

  #read({ _id, run, position, looked, total, startedAt, endedAt, sum }: WalkDocument): Walk<Sum> {
    const id = _id.slice(this.kind.length + 1);
    // eslint-disable-next-line no-restricted-syntax -- only `#written` writes this text
    return { id, run, position, looked, total, startedAt, endedAt, sum: JSON.parse(sum) as Sum };
  }
}

/** What belongs to a walk, or to a run of it; `}` is what comes after `|`. */
const inside = (place: string) => ({ _id: { $gte: `${place}|`, $lt: `${place}}` } });
