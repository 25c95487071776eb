/** The stores of imports on an embedded engine, for tests. */
import { connectStore, migrate } from '@tributary/mongo';
import { openStore } from '@tributary/mongo-embedded';
import { MongoImportNoteStore } from '../adapters/mongo/import-note-store.ts';
import { MongoPieceStore } from '../adapters/mongo/import-piece-store.ts';
import { MongoImportRejectionStore } from '../adapters/mongo/import-rejection-store.ts';
import { importCollections } from '../adapters/mongo/import-schemas.ts';
import { MongoImportStore } from '../adapters/mongo/import-store.ts';
import { type ImportOrder } from '../import-files/ports.ts';
import { ingestionService } from '../index.ts';

export const anOrder: ImportOrder = { source: 'shop', dryRun: false, preview: false };

export async function openImportStores() {
  const engine = await openStore({ file: ':memory:' });
  const connection = await connectStore({ uri: engine.uri, database: 'ingestion', namespace: '' });
  await migrate(connection, ingestionService);
  const { imports, pieces, rejections, notes } = importCollections;
  return {
    imports: new MongoImportStore(connection.collection(imports)),
    pieces: new MongoPieceStore(connection.collection(pieces)),
    rejections: new MongoImportRejectionStore(connection.collection(rejections)),
    notes: new MongoImportNoteStore(connection.collection(notes)),
    empty: async () => {
      await Promise.all(Object.values(importCollections).map((name) => connection.collection(name).deleteMany({})));
    },
    close: async () => {
      await connection.close();
      await engine.close();
    },
  };
}

export type ImportStores = Awaited<ReturnType<typeof openImportStores>>;
