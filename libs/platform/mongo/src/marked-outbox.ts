/** An outbox in a collection: a field says since when a document has messages that may not have been published. */
import { type Collection, type mongo } from 'mongoose';
import { followed } from './followed.ts';

export interface MarkedOutboxOptions<D> {
  readonly collection: Collection<D & mongo.Document>;
  /** Milliseconds, absent where nothing waits: a sparse index holds the few documents that do. */
  readonly since: keyof D & string;
  /** Fields that hold the messages and go with the mark. */
  readonly contents: readonly (keyof D & string)[];
  /** Grows with every write that adds messages; undefined: messages are written once, with the document. */
  readonly version?: keyof D & string;
  /** Fields that are not read with what was left behind. */
  readonly without?: readonly (keyof D & string)[];
}

/** What was published of a document. */
export interface Sent {
  readonly id: string;
  readonly version?: number;
}

type Filter<D> = mongo.Filter<D & mongo.Document>;

export class MarkedOutbox<D extends { readonly _id: string }> {
  constructor(private readonly options: MarkedOutboxOptions<D>) {}

  /** Documents with messages since `before` or longer, the longest waiting first. */
  async leftBehind(before: number, limit: number): Promise<readonly D[]> {
    const { collection, since, without = [] } = this.options;
    const found = collection
      .find(filterOf<D>({ [since]: { $lte: before } }))
      .project<D>(Object.fromEntries(without.map((field) => [field, 0])))
      .sort({ [since]: 1 })
      .limit(limit);
    return found.toArray();
  }

  /** Takes the messages off, each at the version that was published; answers the ids whose version is another by now. Where that is lost, they are published again. */
  async clear(sent: readonly Sent[]): Promise<readonly string[]> {
    if (sent.length === 0) return [];
    const { collection, since, contents, version } = this.options;
    const none = Object.fromEntries([since, ...contents].map((field) => [field, '']));
    // The documents of one version are changed by one command, which costs a fraction of one each.
    const operations = [...byVersion(sent)].map(([at, ids]) => ({
      updateMany: {
        filter: filterOf<D>({ _id: { $in: ids }, ...(version === undefined ? {} : { [version]: at }) }),
        update: updateOf<D>({ $unset: none }),
      },
    }));
    const { matchedCount } = await collection.bulkWrite(operations, { ordered: false, ...followed });
    if (version === undefined || matchedCount === sent.length) return [];
    const ids = sent.map(({ id }) => id);
    const found = collection.find(filterOf<D>({ _id: { $in: ids } })).project<D>({ [version]: 1 });
    const versions = new Map((await found.toArray()).map((document) => [document._id, document[version]]));
    return sent.filter(({ id, version: at }) => versions.get(id) !== at).map(({ id }) => id);
  }
}

function byVersion(sent: readonly Sent[]): ReadonlyMap<number | undefined, string[]> {
  const groups = new Map<number | undefined, string[]>();
  for (const { id, version } of sent) {
    const group = groups.get(version);
    if (group) group.push(id);
    else groups.set(version, [id]);
  }
  return groups;
}

/** The driver's types cannot see fields of a D that only the caller knows. */
const filterOf = <D>(filter: object): Filter<D> => filter;
const updateOf = <D>(update: object): mongo.UpdateFilter<D & mongo.Document> => update;
