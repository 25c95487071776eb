/** Imports: one document each, changed by whoever may by its state, the newest upload or the claim. */
import { type Collection } from 'mongoose';
import {
  type Claim,
  type FileImport,
  type ImportFailure,
  type ImportOrder,
  type ImportProgress,
  type ImportState,
  importStates,
  type ImportStore,
  type Upload,
} from '../../import-files/ports.ts';
import { type ImportDocument } from './import-schemas.ts';

const after = { returnDocument: 'after' } as const;

export class MongoImportStore implements ImportStore {
  constructor(private readonly imports: Collection<ImportDocument>) {}

  async add(id: string, order: ImportOrder, now: number): Promise<FileImport> {
    const times = { createdAt: now, changedAt: now };
    const counts = { received: 0, epoch: 0, run: 0, takeovers: 0 };
    const document = {
      _id: id,
      order: JSON.stringify(order),
      state: 'receiving',
      hasContent: true,
      ...counts,
      ...times,
    };
    await this.imports.insertOne(document);
    return read(document);
  }

  async find(id: string): Promise<FileImport | undefined> {
    const found = await this.imports.findOne({ _id: id });
    return found ? read(found) : undefined;
  }

  async page(before: string | undefined, limit: number): Promise<readonly FileImport[]> {
    const filter = before === undefined ? {} : { _id: { $lt: before } };
    return (await this.imports.find(filter).sort({ _id: -1 }).limit(limit).toArray()).map(read);
  }

  async beginUpload(id: string, now: number): Promise<Upload | undefined> {
    const found = await this.imports.findOneAndUpdate(
      { _id: id, state: 'receiving' },
      { $inc: { epoch: 1 }, $set: { changedAt: now } },
      after,
    );
    return found ? { id, epoch: found.epoch, received: found.received } : undefined;
  }

  async advance({ id, epoch }: Upload, to: number, now: number): Promise<boolean> {
    const newest = { _id: id, state: 'receiving', epoch };
    return (await this.imports.updateOne(newest, { $set: { received: to, changedAt: now } })).matchedCount > 0;
  }

  async complete({ id, epoch }: Upload, state: 'held' | 'waiting', now: number): Promise<FileImport | undefined> {
    const found = await this.imports.findOneAndUpdate(
      { _id: id, state: 'receiving', epoch },
      { $set: { state, changedAt: now } },
      after,
    );
    return found ? read(found) : undefined;
  }

  async restart(
    id: string,
    from: readonly ImportState[],
    order: ImportOrder,
    now: number,
  ): Promise<FileImport | undefined> {
    const found = await this.imports.findOneAndUpdate(
      { _id: id, state: { $in: [...from] }, hasContent: true },
      {
        $set: { state: 'waiting', order: JSON.stringify(order), takeovers: 0, changedAt: now },
        $unset: { progress: '', failure: '', startedAt: '', endedAt: '' },
      },
      after,
    );
    return found ? read(found) : undefined;
  }

  async claim(owner: string, { now, until }: { now: number; until: number }): Promise<FileImport | undefined> {
    const claimed = { state: 'running', owner, until, changedAt: now };
    const oldest = { ...after, sort: { _id: 1 } } as const;
    const found =
      (await this.imports.findOneAndUpdate({ state: 'waiting' }, { $set: claimed, $inc: { run: 1 } }, oldest)) ??
      (await this.imports.findOneAndUpdate(
        { state: 'running', until: { $lte: now } },
        { $set: claimed, $inc: { run: 1, takeovers: 1 } },
        oldest,
      ));
    if (!found) return undefined;
    // When it was taken up for the first time.
    await this.imports.updateOne({ _id: found._id, startedAt: { $exists: false } }, { $set: { startedAt: now } });
    return read({ ...found, startedAt: found.startedAt ?? now });
  }

  async beat(
    claim: Claim,
    progress: ImportProgress | null,
    { now, until }: { now: number; until: number },
  ): Promise<ImportState | undefined> {
    const told = progress === null ? {} : { progress: JSON.stringify(progress) };
    // Whatever its state is by now: what was done before it was cancelled is told as well.
    const found = await this.imports.findOneAndUpdate(
      ours(claim),
      { $set: { ...told, until, changedAt: now } },
      { ...after, projection: { state: 1 } },
    );
    return found ? stateIn(found) : undefined;
  }

  async end(
    claim: Claim,
    { failure }: { readonly failure: ImportFailure | null },
    now: number,
  ): Promise<FileImport | undefined> {
    const how = failure === null ? { state: 'done' } : { state: 'failed', failure: JSON.stringify(failure) };
    const found = await this.imports.findOneAndUpdate(
      { ...ours(claim), state: 'running' },
      { $set: { ...how, changedAt: now, endedAt: now }, $unset: { owner: '', until: '' } },
      after,
    );
    return found ? read(found) : undefined;
  }

  async release(claim: Claim): Promise<void> {
    await this.imports.updateOne(
      { ...ours(claim), state: 'running' },
      { $set: { state: 'waiting' }, $unset: { owner: '', until: '' } },
    );
  }

  async cancel(id: string, now: number): Promise<FileImport | undefined> {
    const found = await this.imports.findOneAndUpdate(
      { _id: id, state: { $in: ['receiving', 'held', 'waiting', 'running'] } },
      { $set: { state: 'cancelled', changedAt: now, endedAt: now } },
      after,
    );
    return found ? read(found) : undefined;
  }

  async expire(id: string, state: ImportState, failure: ImportFailure, now: number): Promise<boolean> {
    const how = { state: 'failed', failure: JSON.stringify(failure), endedAt: now };
    return (await this.imports.updateOne({ _id: id, state }, { $set: how })).matchedCount > 0;
  }

  async contentRemoved(id: string): Promise<void> {
    await this.imports.updateOne({ _id: id }, { $set: { hasContent: false } });
  }

  async remove(id: string): Promise<void> {
    await this.imports.deleteOne({ _id: id });
  }
}

const ours = ({ id, owner, run }: Claim) => ({ _id: id, owner, run });

function read({ _id, order, progress, failure, ...document }: ImportDocument): FileImport {
  const { received, hasContent, run, takeovers, createdAt, changedAt, startedAt = null, endedAt = null } = document;
  return {
    id: _id,
    order: written<ImportOrder>(order),
    state: stateIn(document),
    progress: progress === undefined ? null : written<ImportProgress>(progress),
    failure: failure === undefined ? null : written<ImportFailure>(failure),
    ...{ received, hasContent, run, takeovers, createdAt, changedAt, startedAt, endedAt },
  };
}

// eslint-disable-next-line no-restricted-syntax, @typescript-eslint/no-unnecessary-type-parameters -- written by this store alone
const written = <T>(json: string): T => JSON.parse(json) as T;

function stateIn({ state }: { readonly state: string }): ImportState {
  const known = importStates.find((one) => one === state);
  if (known === undefined) throw new Error(`An import has the state ${state}, which nobody knows.`);
  return known;
}
