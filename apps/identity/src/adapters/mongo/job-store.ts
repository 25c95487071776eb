/** Background work in MongoDB: a lease and a count for each kind of work. */
import { isDuplicate } from '@tributary/mongo';
import { type Collection } from 'mongoose';
import { type JobStore } from '../../manage-policies/job-store.ts';
import { type JobDocument } from './schemas.ts';

export class MongoJobStore implements JobStore {
  constructor(private readonly jobs: Collection<JobDocument>) {}

  async acquire(
    job: string,
    process: string,
    times: { readonly now: number; readonly until: number },
  ): Promise<boolean> {
    const free = { _id: `lease:${job}`, $or: [{ process }, { until: { $lte: times.now } }] };
    try {
      await this.jobs.updateOne(free, { $set: { process, until: times.until } }, { upsert: true });
      return true;
    } catch (error) {
      // The lease exists and is someone else's: the upsert met its id.
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  async release(job: string, process: string): Promise<void> {
    await this.jobs.deleteOne({ _id: `lease:${job}`, process });
  }

  async most(job: string, activation: number, count: number): Promise<number> {
    const _id = countId(job, activation);
    await this.jobs.updateOne({ _id }, { $max: { count } }, { upsert: true });
    return (await this.mostOf(job, activation)) ?? count;
  }

  async mostOf(job: string, activation: number): Promise<number | undefined> {
    return (await this.jobs.findOne({ _id: countId(job, activation) }))?.count;
  }
}

const countId = (job: string, activation: number): string => `count:${job}:${activation}`;
