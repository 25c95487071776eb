/** Segments, and the revision by which processes learn that one has changed. */
import { type Collection } from 'mongoose';
import { type Segment, type SegmentStore } from '../../ports.ts';
import { type CoordinationDocument } from './coordination-store.ts';

export interface SegmentDocument extends Omit<Segment, 'id'> {
  readonly _id: string;
}

const revisionId = 'segments';

export class MongoSegmentStore implements SegmentStore {
  constructor(
    private readonly segments: Collection<SegmentDocument>,
    private readonly coordination: Collection<CoordinationDocument>,
  ) {}

  async revision(): Promise<number> {
    return (await this.coordination.findOne({ _id: revisionId }))?.revision ?? 0;
  }

  async all(): Promise<readonly Segment[]> {
    const found = await this.segments.find({}).sort({ _id: 1 }).toArray();
    return found.map(segmentOf);
  }

  async find(id: string): Promise<Segment | undefined> {
    const found = await this.segments.findOne({ _id: id });
    return found === null ? undefined : segmentOf(found);
  }

  async put({ id, ...segment }: Segment, expected: number | undefined): Promise<boolean> {
    const written =
      expected === undefined
        ? (await this.segments.updateOne({ _id: id }, { $setOnInsert: segment }, { upsert: true })).upsertedCount > 0
        : (await this.segments.updateOne({ _id: id, version: expected }, { $set: segment })).matchedCount > 0;
    if (written) await this.announce();
    return written;
  }

  async advance(
    id: string,
    version: number,
    change: Partial<Pick<Segment, 'active' | 'build' | 'deleted'>>,
  ): Promise<boolean> {
    const { matchedCount } = await this.segments.updateOne({ _id: id, version }, { $set: change });
    return matchedCount > 0;
  }

  async announce(): Promise<number> {
    const counted = await this.coordination.findOneAndUpdate(
      { _id: revisionId },
      { $inc: { revision: 1 } },
      { upsert: true, returnDocument: 'after' },
    );
    return counted?.revision ?? 0;
  }
}

const segmentOf = ({ _id, ...segment }: SegmentDocument): Segment => ({ id: _id, ...segment });
