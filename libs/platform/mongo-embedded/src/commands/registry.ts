/** Every command by name. What is not here is refused by its name. */
import { StoreError, unsupportedCommand } from '../errors.ts';
import { Doc, isNumeric, toNumber } from '../values/value.ts';
import {
  collStats,
  create,
  createIndexes,
  dbStats,
  drop,
  dropDatabase,
  dropIndexes,
  listCollections,
  listDatabases,
  listIndexes,
} from './admin.ts';
import { aggregate } from './aggregate.ts';
import { explain } from './explain.ts';
import { findAndModify } from './find-and-modify.ts';
import { count, distinct, find, getMore, killCursors } from './read.ts';
import { type Command, type Engine, type Request } from './request.ts';
import { buildInfo, endSessions, hello, ping, serverStatus } from './server.ts';
import { insert, remove, update } from './write.ts';

const commands: ReadonlyMap<string, Command> = new Map(
  Object.entries({
    hello,
    isMaster: hello,
    ismaster: hello,
    ping,
    buildInfo,
    buildinfo: buildInfo,
    serverStatus,
    insert,
    update,
    delete: remove,
    find,
    getMore,
    killCursors,
    aggregate,
    count,
    distinct,
    findAndModify,
    findandmodify: findAndModify,
    createIndexes,
    listIndexes,
    dropIndexes,
    create,
    drop,
    listCollections,
    listDatabases,
    dropDatabase,
    collStats,
    dbStats,
    explain,
    endSessions,
  }),
);

export const commandNames = (): readonly string[] => [...commands.keys()].sort();

export function execute(request: Request, engine: Engine): Doc {
  const command = commands.get(request.name);
  if (!command) throw unsupportedCommand(request.name);
  checkScope(request.body);
  return command(request, engine);
}

/** Transactions and what promises more than one node are refused by name. */
function checkScope(body: Doc): void {
  if (body['startTransaction'] !== undefined || body['autocommit'] !== undefined) {
    throw new StoreError(
      115,
      'transactions (startTransaction, commitTransaction, abortTransaction) are not supported by the embedded store',
    );
  }
  if (body['collation'] !== undefined) throw new StoreError(72, 'collation is not supported by the embedded store');
  const concern = body['writeConcern'];
  const nodes = concern instanceof Doc ? concern['w'] : undefined;
  if (isNumeric(nodes) && toNumber(nodes) > 1) throw new StoreError(100, 'Not enough data-bearing nodes');
  const read = body['readConcern'];
  const level = read instanceof Doc ? read['level'] : undefined;
  if (level === 'snapshot') throw new StoreError(72, 'readConcern snapshot is not supported by the embedded store');
}
