/** Violations of tracking plans, put together by what they have in common. */
import { hash128, isObject } from '@tributary/domain-collection';
import { type Collection } from 'mongoose';
import { type ViolationGroup, type ViolationStore } from '../../ports.ts';
import { unordered } from './bulk-insert.ts';
import { type ViolationDocument } from './schemas.ts';

/** Enough to see what they have in common. */
const samplesKept = 5;

export class MongoViolationStore implements ViolationStore {
  constructor(private readonly violations: Collection<ViolationDocument>) {}

  async add(groups: readonly ViolationGroup[]): Promise<void> {
    if (groups.length === 0) return;
    const writes = groups.map(({ count, firstAt, lastAt, samples, ...what }) => {
      const { source } = what;
      const text = JSON.stringify(what);
      return {
        updateOne: {
          filter: { _id: hash128(text) },
          update: {
            $setOnInsert: { source, what: text, firstAt },
            $set: { lastAt },
            $inc: { count },
            $push: { samples: { $each: [...samples], $slice: -samplesKept } },
          },
          upsert: true,
        },
      };
    });
    await this.violations.bulkWrite(writes, unordered);
  }

  async page(source: string, skip: number, limit: number): Promise<readonly ViolationGroup[]> {
    const found = await this.violations.find({ source }).sort({ count: -1, _id: 1 }).skip(skip).limit(limit).toArray();
    return found.map(read);
  }

  async forget(source: string): Promise<number> {
    return (await this.violations.deleteMany({ source })).deletedCount;
  }
}

function read({ what, count, firstAt, lastAt, samples }: ViolationDocument): ViolationGroup {
  const value: unknown = JSON.parse(what);
  if (!isViolation(value)) throw new Error('A stored violation cannot be read.');
  return { ...value, count, firstAt, lastAt, samples };
}

const isViolation = (value: unknown): value is Omit<ViolationGroup, 'count' | 'firstAt' | 'lastAt' | 'samples'> =>
  isObject(value) &&
  ['source', 'type', 'kind', 'at', 'expected', 'found'].every((name) => typeof value[name] === 'string');
