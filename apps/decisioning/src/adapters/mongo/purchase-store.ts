/** Orders and refunds, one document per event. */
import { inOneAnswer } from '@tributary/mongo';
import { type Collection } from 'mongoose';
import { type PurchaseStore, type RecordedPurchase } from '../../ports.ts';
import { ignoringDuplicates } from './ignoring-duplicates.ts';
import { type PurchaseDocument } from './schemas.ts';

export class MongoPurchaseStore implements PurchaseStore {
  constructor(private readonly purchases: Collection<PurchaseDocument>) {}

  async add(purchases: readonly RecordedPurchase[]): Promise<void> {
    if (purchases.length === 0) return;
    const documents = purchases.map(({ event, lines, ...rest }) => ({ _id: event, ...rest, lines: [...lines] }));
    await ignoringDuplicates(() => this.purchases.insertMany(documents, { ordered: false }));
  }

  async of(records: readonly string[]): Promise<readonly RecordedPurchase[]> {
    if (records.length === 0) return [];
    const found = await this.purchases.find({ record: { $in: [...records] } }, inOneAnswer).toArray();
    return found.map(({ _id, kind, ...rest }) => ({
      ...rest,
      event: _id,
      kind: kind === 'refund' ? 'refund' : 'order',
    }));
  }

  async erase(records: readonly string[]): Promise<void> {
    await this.purchases.deleteMany({ record: { $in: [...records] } });
  }
}
