/** Activity per record. */
import { randomUUID } from 'node:crypto';
import { type Activity } from '@tributary/domain-segmentation';
import { inOneAnswer } from '@tributary/mongo';
import { type Collection } from 'mongoose';
import { type ActivityStore, type ActivityWrite, type RecordActivity } from '../../ports.ts';
import { compareAndSet } from './bulk-write.ts';

export interface ActivityDocument {
  readonly _id: string;
  readonly rev: number;
  readonly by: string;
  /** JSON text by feature key. */
  readonly features: Readonly<Record<string, string>>;
}

export class MongoActivityStore implements ActivityStore {
  constructor(private readonly activities: Collection<ActivityDocument>) {}

  async load(records: readonly string[]): Promise<ReadonlyMap<string, RecordActivity>> {
    if (records.length === 0) return new Map();
    const found = await this.activities.find({ _id: { $in: [...records] } }, inOneAnswer).toArray();
    return new Map(found.map(({ _id, rev, features }) => [_id, { rev, activity: decode(features) }]));
  }

  async revisions(records: readonly string[]): Promise<ReadonlyMap<string, number>> {
    if (records.length === 0) return new Map();
    const found = await this.activities
      .find({ _id: { $in: [...records] } }, { ...inOneAnswer, projection: { rev: 1 } })
      .toArray();
    return new Map(found.map(({ _id, rev }) => [_id, rev]));
  }

  save(writes: readonly ActivityWrite[]): Promise<ReadonlySet<string>> {
    const by = randomUUID();
    const operations = writes.map(({ record, rev, activity, changed }) => {
      const texts = changed.map((key) => [key, JSON.stringify(activity[key])] as const);
      if (rev === 0) {
        const document = { _id: record, rev: 1, by, features: Object.fromEntries(texts) };
        return { id: record, operation: { insertOne: { document } } };
      }
      const features = Object.fromEntries(texts.map(([key, text]) => [`features.${key}`, text]));
      const update = { $set: { ...features, rev: rev + 1, by } };
      return { id: record, operation: { updateOne: { filter: { _id: record, rev }, update } } };
    });
    return compareAndSet(this.activities, operations, by);
  }

  async erase(records: readonly string[]): Promise<void> {
    if (records.length > 0) await this.activities.deleteMany({ _id: { $in: [...records] } });
  }
}

function decode(features: Readonly<Record<string, string>>): Activity {
  const activity: Record<string, Activity[string]> = {};
  for (const [key, text] of Object.entries(features)) {
    // eslint-disable-next-line no-restricted-syntax -- written by `save` above and by nobody else
    activity[key] = JSON.parse(text) as Activity[string];
  }
  return activity;
}
