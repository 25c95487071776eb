/** Steps of the store's driver that are replaced, for all services of the process: bulk writes are where state changes. */
import mongoose from 'mongoose';

interface BulkWrite {
  readonly database: string;
  readonly collection: string;
  readonly operations: readonly unknown[];
  /** The real write, of these or of other operations. */
  go(operations?: readonly unknown[]): Promise<unknown>;
}

export type StoreStep = (write: BulkWrite, next: () => Promise<unknown>) => Promise<unknown>;

/** Every step is asked in turn; the last one's `next` is the write itself. */
export function replaceBulkWrites(steps: readonly StoreStep[]): void {
  const prototype: object = mongoose.mongo.Collection.prototype;
  const original: unknown = Reflect.get(prototype, 'bulkWrite');
  if (typeof original !== 'function') throw new Error('The driver has no bulkWrite to replace.');
  Reflect.set(
    prototype,
    'bulkWrite',
    function replaced(this: unknown, operations: readonly unknown[], ...rest: unknown[]) {
      const go = async (own: readonly unknown[] = operations): Promise<unknown> => {
        const answer: unknown = await Reflect.apply(original, this, [own, ...rest]);
        return answer;
      };
      const write = {
        database: textOf(this, 'dbName'),
        collection: textOf(this, 'collectionName'),
        operations,
        go,
      };
      const run = (index: number): Promise<unknown> => {
        const step = steps[index];
        return step === undefined ? go() : step(write, () => run(index + 1));
      };
      return run(0);
    },
  );
}

function textOf(from: unknown, name: string): string {
  const found: unknown = typeof from === 'object' && from !== null ? Reflect.get(from, name) : undefined;
  return typeof found === 'string' ? found : '';
}
