import { connectStore, migrate } from '@tributary/mongo';
import { openStore } from '@tributary/mongo-embedded';
import { identityService } from '../../index.ts';
import { storesContract } from '../stores-contract.ts';
import { MongoComponentStore } from './component-store.ts';
import { MongoIdentifierStore } from './identifier-store.ts';
import { MongoProfileStore } from './profile-store.ts';
import { collections, type ComponentDocument, type IdentifierDocument, type ProfileDocument } from './schemas.ts';

const clock = { now: () => 1_000 };

storesContract('embedded', async () => {
  const store = await openStore({ file: ':memory:' });
  const connection = await connectStore({ uri: store.uri, database: 'identity', namespace: 'contract' });
  await migrate(connection, identityService);
  return {
    stores: {
      identifiers: new MongoIdentifierStore(connection.collection<IdentifierDocument>(collections.identifiers)),
      components: new MongoComponentStore(connection.collection<ComponentDocument>(collections.components), clock),
      profiles: new MongoProfileStore(connection.collection<ProfileDocument>(collections.profiles), clock),
    },
    close: async () => {
      await connection.close();
      await store.close();
    },
  };
});
