export { connectStore, databaseName, storeHealth } from './connection.ts';
export { isDuplicate, takenIn } from './duplicates.ts';
export { followed } from './followed.ts';
export { MarkedOutbox } from './marked-outbox.ts';
export { migrate, type Migration, type StoreShape } from './migrations.ts';
export { inOneAnswer } from './one-answer.ts';
export { OutboxRelay, type Outbox } from './outbox-relay.ts';
export { type CommandWatcher } from './watch-commands.ts';
