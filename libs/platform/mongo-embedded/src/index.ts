/** A MongoDB-protocol server over SQLite in one worker thread. */
export { openStore, type OpenStore, type StoreOptions } from './open-store.ts';
