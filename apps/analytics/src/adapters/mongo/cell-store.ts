/** Cells in MongoDB: one bulk write per batch; the filter on `applied` makes a repetition add nothing. */
import { mergedSums, sumsOf, unseen, type CellKind, type Posting, type Sums } from '@tributary/domain-analytics';
import { inOneAnswer } from '@tributary/mongo';
import { type Collection, type mongo } from 'mongoose';
import { type CellPlace, type CellStore, type Generation, type Shelf, type ShelfRange } from '../../ports.ts';
import { bulkWrite } from './bulk-write.ts';
import { fieldName, keyOfField } from './field-names.ts';
import { type CellDocument } from './schemas.ts';

/** Sorts after everything that a shelf or a partition can be made of. */
const last = '\uffff';

export class MongoCellStore implements CellStore {
  constructor(private readonly cells: Collection<CellDocument>) {}

  async add(place: CellPlace, postings: readonly Posting[]): Promise<void> {
    const first = postings.map((posting) => ({
      updateOne: {
        // Where the cell has applied this already, the filter finds nothing and the upsert meets the taken key.
        filter: { _id: cellId(place, posting), applied: { $lt: posting.first } },
        update: additionOf(posting),
        upsert: true,
      },
    }));
    const { taken } = await bulkWrite(this.cells, first);
    if (taken.length > 0)
      await this.#addUnseen(
        place,
        taken.flatMap((index) => postings[index] ?? []),
      );
  }

  /** A batch that was cut differently before the crash: a cell may have seen its beginning only. */
  async #addUnseen(place: CellPlace, postings: readonly Posting[]): Promise<void> {
    const found = await this.cells
      .find(
        { _id: { $in: postings.map((posting) => cellId(place, posting)) } },
        { ...inOneAnswer, projection: { applied: 1 } },
      )
      .toArray();
    const applied = new Map(found.map((cell) => [cell._id, cell.applied]));
    const operations = postings.flatMap((posting): mongo.AnyBulkWriteOperation<CellDocument>[] => {
      const id = cellId(place, posting);
      const seen = applied.get(id) ?? -1;
      const rest = unseen(posting, seen);
      return rest ? [{ updateOne: { filter: { _id: id, applied: seen }, update: additionOf(rest) } }] : [];
    });
    const { matched } = await bulkWrite(this.cells, operations);
    if (matched < operations.length)
      throw new Error('Another writer changed the cells of this partition; trying again.');
  }

  async *shelves(generation: Generation, kind: CellKind, range?: ShelfRange): AsyncIterable<Shelf> {
    const prefix = `${generation}|${kind}|`;
    const ids = { $gte: prefix + (range?.from ?? ''), $lt: prefix + (range?.before ?? last) };
    const cursor = this.cells.find({ _id: ids }, { batchSize: 1_000 }).sort({ _id: 1 });
    let shelf: string | undefined;
    let parts: Sums[] = [];
    for await (const cell of cursor) {
      const next = cell._id.slice(prefix.length, cell._id.lastIndexOf('|'));
      if (shelf !== undefined && shelf !== next) {
        yield { kind, shelf, sums: mergedSums(parts) };
        parts = [];
      }
      shelf = next;
      parts.push(sumsIn(cell));
    }
    if (shelf !== undefined) yield { kind, shelf, sums: mergedSums(parts) };
  }

  async shelf(generation: Generation, kind: CellKind, shelf: string): Promise<Shelf | undefined> {
    for await (const found of this.shelves(generation, kind, { from: `${shelf}|`, before: `${shelf}|${last}` }))
      return found;
    return undefined;
  }

  async forget(generations: readonly Generation[], records: readonly string[]): Promise<void> {
    const operations = generations.flatMap((generation) =>
      records.map((record) => {
        const prefix = `${generation}|customers|${record}|`;
        const filter = { _id: { $gte: prefix, $lt: prefix + last } };
        return { updateMany: { filter, update: { $set: { sums: {} } } } };
      }),
    );
    await bulkWrite(this.cells, operations);
  }

  async drop(generation: Generation): Promise<void> {
    await this.cells.deleteMany({ _id: { $gte: `${generation}|`, $lt: `${generation}|${last}` } });
  }
}

const cellId = (place: CellPlace, posting: Posting): string =>
  `${place.generation}|${posting.kind}|${posting.shelf}|${place.partition}`;

function additionOf(posting: Posting): mongo.UpdateFilter<CellDocument> {
  const sums = sumsOf(posting.placed.map(({ contribution }) => contribution));
  const increments: Record<string, number> = {};
  for (const [key, counters] of sums.counters) {
    const path = `sums.${fieldName(key)}`;
    for (const [counter, value] of Object.entries(counters)) increments[`${path}.${counter}`] = value;
  }
  const labels = [...sums.labels].map(([key, label]) => [`labels.${fieldName(key)}`, label] as const);
  return {
    $inc: increments,
    $set: { applied: posting.last },
    ...(labels.length === 0 ? undefined : { $max: Object.fromEntries(labels) }),
  };
}

function sumsIn(cell: CellDocument): Sums {
  return {
    counters: new Map(Object.entries(cell.sums).map(([name, counters]) => [keyOfField(name), counters])),
    labels: new Map(Object.entries<string>(cell.labels ?? {}).map(([name, label]) => [keyOfField(name), label])),
  };
}
