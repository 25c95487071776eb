/** The users of MongoDB, wherever it runs: one for each service, with rights on the service's own database and on nothing else. */
import { services, type ServiceName } from '@tributary/contracts';
import { databaseName } from '@tributary/mongo';

interface MongodbUser {
  readonly name: ServiceName;
  readonly roles: readonly { readonly role: 'readWrite'; readonly db: string }[];
}

export const mongodbUsers: readonly MongodbUser[] = services.map((name) => ({
  name,
  roles: [{ role: 'readWrite', db: databaseName('', name) }],
}));
