/** Where the API is and which keys to use: options, then the environment, then the data folder of a standalone. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { services, type ServiceName } from '@tributary/contracts';

export interface Connection {
  readonly url: string;
  readonly writeKey: string | undefined;
}

/** Everything that an operator needs: keys of both kinds, and where each service listens. */
export interface OperatorConnection {
  readonly urlOf: (service: ServiceName) => string;
  /** True where one process answers for every service. */
  readonly single: boolean;
  readonly writeKey: string | undefined;
  readonly secretKey: string | undefined;
}

export interface ConnectionOptions {
  readonly url?: string | undefined;
  readonly key?: string | undefined;
  readonly dataDir?: string | undefined;
}

const defaultUrl = 'http://127.0.0.1:4400';
const defaultDataDir = 'data';

export async function findOperatorConnection(
  options: ConnectionOptions,
  env: Readonly<Record<string, string | undefined>>,
): Promise<OperatorConnection> {
  const keys = join(options.dataDir ?? env['TRIBUTARY_DATA_DIR'] ?? defaultDataDir, 'keys.json');
  const named = (service: ServiceName) => (options.url === undefined ? env[`${service.toUpperCase()}_URL`] : undefined);
  const url = trimmed(options.url ?? env['TRIBUTARY_URL'] ?? defaultUrl);
  return {
    urlOf: (service) => trimmed(named(service) ?? url),
    single: services.every((service) => named(service) === undefined),
    writeKey: env['TRIBUTARY_WRITE_KEY'] ?? (await keyIn(keys, 'writeKey')),
    secretKey: options.key ?? env['TRIBUTARY_SECRET_KEYS']?.split(',')[0] ?? (await keyIn(keys, 'secretKey')),
  };
}

const trimmed = (url: string): string => url.replace(/\/+$/, '');

export async function findConnection(
  options: ConnectionOptions,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Connection> {
  const dataDir = options.dataDir ?? env['TRIBUTARY_DATA_DIR'] ?? defaultDataDir;
  const writeKey = options.key ?? env['TRIBUTARY_WRITE_KEY'] ?? (await keyIn(join(dataDir, 'keys.json'), 'writeKey'));
  return { url: options.url ?? env['TRIBUTARY_URL'] ?? defaultUrl, writeKey };
}

/** A standalone writes its keys there on its first start; elsewhere there is no such file. */
async function keyIn(file: string, name: 'writeKey' | 'secretKey'): Promise<string | undefined> {
  try {
    const keys: unknown = JSON.parse(await readFile(file, 'utf8'));
    const key: unknown = typeof keys === 'object' && keys !== null ? Reflect.get(keys, name) : undefined;
    return typeof key === 'string' ? key : undefined;
  } catch {
    return undefined;
  }
}
