export { connectStore, databaseName, storeHealth } from './connection.ts';
export { migrate, type Migration, type StoreShape } from './migrations.ts';
