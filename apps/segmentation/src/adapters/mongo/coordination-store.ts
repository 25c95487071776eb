/** Leases and signs of life of the processes. */
import { isDuplicate } from '@tributary/mongo';
import { type Collection } from 'mongoose';
import { type Coordination } from '../../ports.ts';

export interface CoordinationDocument {
  readonly _id: string;
  readonly revision?: number;
  readonly holder?: string;
  readonly until?: number;
  readonly kind?: string;
}

export class MongoCoordination implements Coordination {
  constructor(private readonly coordination: Collection<CoordinationDocument>) {}

  async acquire(
    lease: string,
    holder: string,
    times: { readonly now: number; readonly until: number },
  ): Promise<boolean> {
    const free = { _id: `lease:${lease}`, $or: [{ holder }, { until: { $lte: times.now } }] };
    try {
      const update = { $set: { holder, until: times.until, kind: 'lease' } };
      await this.coordination.updateOne(free, update, { upsert: true });
      return true;
    } catch (error) {
      // The lease exists and is someone else's: the upsert met its id.
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  async release(lease: string, holder: string): Promise<void> {
    await this.coordination.deleteOne({ _id: `lease:${lease}`, holder });
  }

  async beat(process: string, revision: number, until: number): Promise<void> {
    const update = { $set: { revision, until, kind: 'process' } };
    await this.coordination.updateOne({ _id: `process:${process}` }, update, { upsert: true });
  }

  async leave(process: string): Promise<void> {
    await this.coordination.deleteOne({ _id: `process:${process}` });
  }

  async oldestRevision(now: number): Promise<number> {
    const living = await this.coordination.find({ kind: 'process', until: { $gt: now } }).toArray();
    return Math.min(...living.map(({ revision }) => revision ?? 0), Infinity);
  }
}
