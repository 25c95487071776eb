import { connectStore, migrate } from '@tributary/mongo';
import { openStore } from '@tributary/mongo-embedded';
import { identityService } from '../../index.ts';
import { storesContract } from '../stores-contract.ts';
import { mongoStores } from './mongo-stores.ts';

const clock = { now: () => 1_000 };

storesContract('embedded', async () => {
  const store = await openStore({ file: ':memory:' });
  const connection = await connectStore({ uri: store.uri, database: 'identity', namespace: 'contract' });
  await migrate(connection, identityService);
  return {
    stores: mongoStores(connection, clock),
    close: async () => {
      await connection.close();
      await store.close();
    },
  };
});
