/** Claims in MongoDB: the unique id decides between archive and live, once. */
import { type Collection } from 'mongoose';
import { type Claimant, type ClaimStore, type Generation } from '../../ports.ts';
import { bulkWrite } from './bulk-write.ts';
import { type ClaimDocument } from './schemas.ts';

export class MongoClaimStore implements ClaimStore {
  constructor(private readonly claims: Collection<ClaimDocument>) {}

  async claim(generation: Generation, events: readonly string[], claimant: Claimant): Promise<ReadonlySet<string>> {
    const ids = events.map((event) => `${generation}|${event}`);
    const { taken } = await bulkWrite(
      this.claims,
      ids.map((_id) => ({ insertOne: { document: { _id, by: claimant } } })),
    );
    const ours = new Set(events);
    if (taken.length === 0) return ours;
    const takenIds = taken.flatMap((index) => ids[index] ?? []);
    const others = await this.claims
      .find({ _id: { $in: takenIds }, by: { $ne: claimant } }, { projection: { _id: 1 } })
      .toArray();
    for (const { _id } of others) ours.delete(_id.slice(`${generation}|`.length));
    return ours;
  }

  async drop(generation: Generation): Promise<void> {
    await this.claims.deleteMany({ _id: { $gte: `${generation}|`, $lt: `${generation}|\uffff` } });
  }
}
