/** Blocks were documents with the records that had entered them; now records have documents with the blocks that they have entered. */
import { recordId, type RecordId } from '@tributary/contracts';
import { type BlockCode, codeOfKey } from '@tributary/domain-identity';
import { type Migration } from '@tributary/mongo';
import { MongoBlockStore } from './block-store.ts';
import { collections, type BlockEntryDocument } from './schemas.ts';

interface BlockOfRecords {
  /** The blocking key. */
  _id: string;
  records: string[];
  announcedAt?: number;
  told?: boolean;
}

const before = 'blocks';
const pageSize = 1_000;

export const blocksByRecord: Migration = {
  id: '2026-11-29-blocks-by-record',
  run: async (connection) => {
    const blocks = connection.collection<BlockOfRecords>(before);
    const entries = new MongoBlockStore(connection.collection<BlockEntryDocument>(collections.blockEntries), Date);
    for (let last = ''; ;) {
      const page = await blocks
        .find({ _id: { $gt: last } })
        .sort({ _id: 1 })
        .limit(pageSize)
        .toArray();
      const [end] = page.slice(-1);
      if (end === undefined) break;
      last = end._id;
      await entries.enter(entered(page));
      await entries.announce(codesOf(page.filter(({ told, announcedAt }) => told ?? announcedAt !== undefined)));
      await entries.told(codesOf(page.filter(({ told }) => told)));
    }
    await blocks.deleteMany({});
  },
};

const codesOf = (blocks: readonly BlockOfRecords[]): readonly BlockCode[] => blocks.map(({ _id }) => codeOfKey(_id));

function entered(blocks: readonly BlockOfRecords[]): ReadonlyMap<RecordId, readonly BlockCode[]> {
  const byRecord = new Map<RecordId, BlockCode[]>();
  for (const { _id, records } of blocks) {
    for (const record of records.map(recordId)) byRecord.set(record, [...(byRecord.get(record) ?? []), codeOfKey(_id)]);
  }
  return byRecord;
}
