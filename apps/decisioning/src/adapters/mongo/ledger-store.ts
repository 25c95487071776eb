/** Ledgers with compare-and-set on their revision: the only way in which a cap is ever counted. */
import { emptyLedger } from '@tributary/domain-decisioning';
import { inOneAnswer, isDuplicate } from '@tributary/mongo';
import { type Collection } from 'mongoose';
import { type LedgerStore, type StoredLedger, type Subject } from '../../ports.ts';
import { type LedgerDocument } from './schemas.ts';

export class MongoLedgerStore implements LedgerStore {
  constructor(private readonly ledgers: Collection<LedgerDocument>) {}

  async load(subjects: readonly Subject[]): Promise<ReadonlyMap<Subject, StoredLedger>> {
    const found = await this.ledgers.find({ _id: { $in: [...subjects] } }, inOneAnswer).toArray();
    const ledgers = new Map(subjects.map((subject) => [subject, emptyFor(subject)]));
    for (const document of found) ledgers.set(document._id, read(document));
    return ledgers;
  }

  async save(ledger: StoredLedger): Promise<boolean> {
    const document = written(ledger);
    if (ledger.revision === 0) return this.#insert({ _id: ledger.subject, ...document });
    const { matchedCount } = await this.ledgers.updateOne(
      { _id: ledger.subject, revision: ledger.revision },
      { $set: document },
    );
    return matchedCount === 1;
  }

  async erase(subjects: readonly Subject[]): Promise<void> {
    await this.ledgers.deleteMany({ _id: { $in: [...subjects] } });
  }

  async #insert(document: LedgerDocument): Promise<boolean> {
    try {
      await this.ledgers.insertOne(document);
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }
}

const emptyFor = (subject: Subject): StoredLedger => ({
  ...emptyLedger,
  subject,
  revision: 0,
  into: null,
  pending: false,
  linkedAt: 0,
});

const read = ({ _id, decisions, exposures, ...rest }: LedgerDocument): StoredLedger => ({
  ...rest,
  subject: _id,
  folded: { decisions, exposures },
});

const written = ({
  revision,
  entries,
  folded,
  into,
  pending,
  linkedAt,
}: StoredLedger): Omit<LedgerDocument, '_id'> => ({
  revision: revision + 1,
  entries: entries.map((entry) => ({ ...entry })),
  decisions: { ...folded.decisions },
  exposures: { ...folded.exposures },
  into,
  pending,
  linkedAt,
});
