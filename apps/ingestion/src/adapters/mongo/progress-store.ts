/** One small document for each partition. */
import { type Collection } from 'mongoose';
import { type ProgressStore } from '../../ports.ts';
import { type ProgressDocument } from './schemas.ts';

export class MongoProgressStore implements ProgressStore {
  constructor(private readonly progress: Collection<ProgressDocument>) {}

  async passed(partition: number): Promise<number> {
    return (await this.progress.findOne({ _id: partition }))?.passed ?? 0;
  }

  async raise(partition: number, passed: number): Promise<void> {
    await this.progress.updateOne({ _id: partition }, { $max: { passed } }, { upsert: true });
  }
}
