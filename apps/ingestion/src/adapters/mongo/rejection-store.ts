/** Rejections, searchable by reason and source. */
import { EventRejected } from '@tributary/contracts';
import { type ReasonCode } from '@tributary/domain-collection';
import { type Collection } from 'mongoose';
import {
  type Rejection,
  type RejectionPage,
  rejectionPosition,
  type RejectionQuery,
  type RejectionStore,
} from '../../ports.ts';
import { insertNew, unordered } from './bulk-insert.ts';
import { type RejectionDocument } from './schemas.ts';

/** A client that sends the same refused event for ever fills no answer. */
const mostOfOne = 100;
/** Of a page: a refused body may have five megabytes, and a page five hundred of them. More than one document may ever have. */
const mostCharacters = 32_000_000;
/** So many are fetched before it is seen how large they are. */
const fetchedAtOnce = 20;

export class MongoRejectionStore implements RejectionStore {
  constructor(private readonly rejections: Collection<RejectionDocument>) {}

  async keep(rejections: readonly EventRejected[]): Promise<ReadonlySet<string>> {
    const taken = await insertNew(
      rejections.map((rejection) => ({
        _id: rejection.rejection,
        position: rejectionPosition(rejection),
        source: rejection.source,
        door: rejection.door,
        code: rejection.code,
        ...(rejection.messageId === undefined ? {} : { messageId: rejection.messageId }),
        state: 'open',
        rejection: JSON.stringify(rejection),
      })),
      (inserts) => this.rejections.bulkWrite(inserts, unordered),
    );
    return new Set(rejections.filter((_, index) => !taken.has(index)).map(({ rejection }) => rejection));
  }

  async page({ code, source, state, after, order, limit }: RejectionQuery): Promise<RejectionPage> {
    const [beyond, direction] = order === 'oldest-first' ? (['$gt', 1] as const) : (['$lt', -1] as const);
    const filter = {
      ...(code === undefined ? {} : { code }),
      ...(source === undefined ? {} : { source }),
      ...(state === undefined ? {} : { state }),
      ...(after === undefined ? {} : { position: { [beyond]: after } }),
    };
    const found = this.rejections.find(filter, { batchSize: fetchedAtOnce }).sort({ position: direction });
    const items: Rejection[] = [];
    let characters = 0;
    for await (const document of found.limit(limit + 1)) {
      characters += document.rejection.length;
      if (items.length === limit || characters > mostCharacters) return { items, more: true };
      items.push(read(document));
    }
    return { items, more: false };
  }

  async find(id: string): Promise<Rejection | undefined> {
    const found = await this.rejections.findOne({ _id: id });
    return found ? read(found) : undefined;
  }

  async refusedFor(code: ReasonCode, ids: readonly string[]): Promise<ReadonlySet<string>> {
    if (ids.length === 0) return new Set();
    const found = await this.rejections.find({ _id: { $in: [...ids] }, code }, { projection: { _id: 1 } }).toArray();
    return new Set(found.map(({ _id }) => _id));
  }

  async ofMessage(messageId: string): Promise<readonly Rejection[]> {
    const found = await this.rejections.find({ messageId }).sort({ position: -1 }).limit(mostOfOne).toArray();
    return found.map(read);
  }

  async counts(): Promise<readonly { readonly code: string; readonly open: number; readonly replayed: number }[]> {
    const groups = await this.rejections
      .aggregate<{ _id: { code: string; state: string }; count: number }>([
        { $group: { _id: { code: '$code', state: '$state' }, count: { $sum: 1 } } },
      ])
      .toArray();
    const codes = [...new Set(groups.map(({ _id }) => _id.code))].sort();
    const count = (code: string, state: string): number =>
      groups.find(({ _id }) => _id.code === code && _id.state === state)?.count ?? 0;
    return codes.map((code) => ({ code, open: count(code, 'open'), replayed: count(code, 'replayed') }));
  }

  async markReplayed(ids: readonly string[], at: number): Promise<void> {
    await this.rejections.updateMany(
      { _id: { $in: [...ids] }, state: 'open' },
      { $set: { state: 'replayed', replayedAt: at } },
    );
  }
}

function read(document: RejectionDocument): Rejection {
  const value: unknown = JSON.parse(document.rejection);
  if (!EventRejected.check(value)) throw new Error('A stored rejection does not keep its contract.');
  return { ...value, state: document.state === 'replayed' ? 'replayed' : 'open' };
}
