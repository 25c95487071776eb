/** What a driver asks about the server itself. */
import { documentLimit } from '../storage/collection.ts';
import { doc } from '../values/value.ts';
import { checkArguments, type Command } from './request.ts';

const version = '7.0.0'; // the MongoDB whose answers these are
const wireVersion = 21;

/** A replica set of one, because drivers retry writes only there. No topologyVersion: drivers then poll. */
export const hello: Command = (request, { host }) =>
  doc({
    ...(request.name === 'hello' ? { isWritablePrimary: true } : { ismaster: true, helloOk: true }),
    setName: 'tributary',
    setVersion: 1,
    secondary: false,
    hosts: [host],
    primary: host,
    me: host,
    maxBsonObjectSize: documentLimit,
    maxMessageSizeBytes: 48_000_000,
    maxWriteBatchSize: 100_000,
    localTime: new Date(),
    logicalSessionTimeoutMinutes: 30,
    connectionId: 1,
    minWireVersion: 0,
    maxWireVersion: wireVersion,
    readOnly: false,
    ok: 1,
  });

export const ping: Command = () => doc({ ok: 1 });

export const buildInfo: Command = () =>
  doc({
    version,
    versionArray: version.split('.').map(Number).concat(0),
    gitVersion: 'tributary-embedded',
    modules: ['tributary-embedded'],
    bits: 64,
    debug: false,
    maxBsonObjectSize: documentLimit,
    storageEngines: ['sqlite'],
    ok: 1,
  });

export const serverStatus: Command = (_, { host, startedAt }) =>
  doc({
    host,
    version,
    process: 'tributary-embedded',
    uptime: Math.floor((Date.now() - startedAt) / 1000),
    localTime: new Date(),
    ok: 1,
  });

export const endSessions: Command = (request) => {
  checkArguments(request, []);
  return doc({ ok: 1 });
};
