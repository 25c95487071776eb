/** MongoDB itself: version, replica set, writes that a majority holds, and what each service needs there. */
import { services } from '@tributary/contracts';
import { type Connection } from 'mongoose';
import { reasonOf, type Tell } from './finding.ts';

const area = 'store';
const oldestVersion = 6;

type Environment = Readonly<Record<string, string | undefined>>;

export async function checkMongo(env: Environment, uri: string, tell: Tell): Promise<void> {
  const { default: mongoose } = await import('mongoose');
  const { databaseName } = await import('@tributary/mongo');
  const connection = mongoose.createConnection(uri, { serverSelectionTimeoutMS: 5_000, autoIndex: false });
  try {
    await connection.asPromise();
    const hello = await connection.db?.command({ hello: 1 });
    const version = String((await connection.db?.command({ buildInfo: 1 }))?.['version']);
    tell({ level: 'ok', area, what: `MongoDB ${version} answers` });
    if (Number(version.split('.', 1)[0]) < oldestVersion) {
      tell({ level: 'warn', area, what: `MongoDB ${version} is old`, fix: 'Tributary is tested on MongoDB 8.' });
    }
    const set: unknown = hello?.['setName'];
    if (typeof set === 'string') tell({ level: 'ok', area, what: `it is a replica set (${set})` });
    else
      tell({
        level: 'FAIL',
        area,
        what: 'it is not a replica set',
        fix: 'Start mongod with --replSet and run rs.initiate(): retried writes and majority need one.',
      });
    for (const service of services) {
      const database = connection.useDb(databaseName(env['TRIBUTARY_NAMESPACE'] ?? '', service));
      await checkDatabase(service, database, tell);
    }
  } catch (error) {
    tell({
      level: 'FAIL',
      area,
      what: `MongoDB does not answer: ${reasonOf(error)}`,
      fix: 'See MONGODB_URI: address, user, password, TLS, network policy.',
    });
  } finally {
    await connection.close();
  }
}

async function checkDatabase(service: string, database: Connection, tell: Tell): Promise<void> {
  try {
    const probe = database.collection<{ _id: string }>('doctor');
    await probe.updateOne(
      { _id: 'probe' },
      { $set: { at: Date.now() } },
      { upsert: true, writeConcern: { w: 'majority', wtimeoutMS: 5_000 } },
    );
    await probe.drop();
    const names = (await database.db?.listCollections({}, { nameOnly: true }).toArray()) ?? [];
    const indexes = await Promise.all(
      names.map(async ({ name }) => (await database.collection(name).indexes()).length),
    );
    const count = indexes.reduce((sum, one) => sum + one, 0);
    const what = `${database.name}: a majority holds a write; ${names.length} collections, ${count} indexes`;
    if (names.length > 0) tell({ level: 'ok', area, what });
    else
      tell({
        level: 'warn',
        area,
        what: `${database.name} is empty`,
        fix: `${service} creates its collections at its first start; see TRIBUTARY_NAMESPACE.`,
      });
  } catch (error) {
    tell({
      level: 'FAIL',
      area,
      what: `${database.name} takes no write: ${reasonOf(error)}`,
      fix: `The user of ${service} needs readWrite on it, and a majority of members must be up.`,
    });
  }
}
