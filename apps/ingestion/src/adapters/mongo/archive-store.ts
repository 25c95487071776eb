/** The archive of events: one document per event, for ever; the unique id is the deduplication. */
import { EventCollected, type EventId, eventId } from '@tributary/contracts';
import { classifyReceipt, type Receipt } from '@tributary/domain-collection';
import { inOneAnswer } from '@tributary/mongo';
import { type Collection } from 'mongoose';
import { type Arrival, type ArchivePage, type ArchiveStore } from '../../ports.ts';
import { type StoredEvent } from '../../trace-event/stages.ts';
import { insertNew, unordered } from './bulk-insert.ts';
import { type ArchivedDocument, type ChangedDuplicateDocument } from './schemas.ts';

export class MongoArchiveStore implements ArchiveStore {
  constructor(
    private readonly archive: Collection<ArchivedDocument>,
    private readonly changed: Collection<ChangedDuplicateDocument>,
  ) {}

  async keep(arrivals: readonly Arrival[], now: number): Promise<readonly Receipt[]> {
    const documents = arrivals.map((arrival) => ({
      _id: arrival.event.event,
      receivedId: arrival.receivedId,
      fingerprint: arrival.fingerprint,
      event: arrival.json,
      storedAt: now,
    }));
    const taken = await insertNew(documents, (inserts) => this.archive.bulkWrite(inserts, unordered));
    if (taken.size === 0) return arrivals.map(() => ({ kind: 'first' }));
    const known = await this.#receiptsOf(documents.filter((_, index) => taken.has(index)).map(({ _id }) => _id));
    const receipts = arrivals.map((arrival, index): Receipt => {
      if (!taken.has(index)) return { kind: 'first' };
      const archived = known.get(arrival.event.event);
      // Gone between the insert and the look: the batch is tried again rather than published without being stored.
      if (!archived) throw new Error(`The archived event ${arrival.event.event} has just disappeared.`);
      return classifyReceipt(arrival, archived);
    });
    await this.#keepChanged(documents, receipts);
    return receipts;
  }

  async page(after: string | undefined, limit: number): Promise<ArchivePage> {
    const found = await this.archive
      .find(after === undefined ? {} : { _id: { $gt: after } }, { projection: { event: 1 } })
      .sort({ _id: 1 })
      .limit(limit)
      .toArray();
    const last = found.length < limit ? undefined : found.at(-1);
    return { items: found.map(read), last: last && eventId(last._id) };
  }

  count(): Promise<number> {
    return this.archive.countDocuments({});
  }

  async find(ids: readonly EventId[]): Promise<readonly EventCollected[]> {
    const found = await this.archive
      .find({ _id: { $in: [...ids] } }, { ...inOneAnswer, projection: { event: 1 } })
      .toArray();
    return found.map(read);
  }

  async stored(ids: readonly EventId[]): Promise<readonly StoredEvent[]> {
    const found = await this.archive
      .find({ _id: { $in: [...ids] } }, { ...inOneAnswer, projection: { event: 1, storedAt: 1 } })
      .toArray();
    return Promise.all(
      found.map(async (document) => ({
        event: read(document),
        storedAt: document.storedAt,
        changedDuplicates: await this.changed.countDocuments({ of: document._id }),
      })),
    );
  }

  async #receiptsOf(
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, { id: EventId; receivedId: string; fingerprint: string }>> {
    const found = await this.archive
      .find({ _id: { $in: [...ids] } }, { ...inOneAnswer, projection: { receivedId: 1, fingerprint: 1 } })
      .toArray();
    return new Map(found.map(({ _id, ...rest }) => [_id, { ...rest, id: eventId(_id) }]));
  }

  async #keepChanged(documents: readonly ArchivedDocument[], receipts: readonly Receipt[]): Promise<void> {
    const changed = documents.filter((_, index) => receipts[index]?.kind === 'changed-duplicate');
    await insertNew(
      changed.map(({ _id, receivedId, event, storedAt }) => ({ _id: receivedId, of: _id, event, storedAt })),
      (inserts) => this.changed.bulkWrite(inserts, unordered),
    );
  }
}

function read({ event }: { readonly event: string }): EventCollected {
  const value: unknown = JSON.parse(event);
  if (EventCollected.check(value)) return value;
  throw new Error('The archive holds an event that does not keep its contract.');
}
