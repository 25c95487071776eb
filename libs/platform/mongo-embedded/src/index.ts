/** A MongoDB-protocol server over SQLite in one worker thread. */
export { followedByAnother } from './store.ts';
export { openStore, type OpenStore, type StoreOptions } from './open-store.ts';
