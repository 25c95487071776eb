/** Where the API is and which keys to use: options, then the environment, then the data folder of a standalone. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Connection {
  readonly url: string;
  readonly writeKey: string | undefined;
}

export interface ConnectionOptions {
  readonly url?: string | undefined;
  readonly key?: string | undefined;
  readonly dataDir?: string | undefined;
}

const defaultUrl = 'http://127.0.0.1:4400';
const defaultDataDir = 'data';

export async function findConnection(
  options: ConnectionOptions,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Connection> {
  const dataDir = options.dataDir ?? env['TRIBUTARY_DATA_DIR'] ?? defaultDataDir;
  const writeKey = options.key ?? env['TRIBUTARY_WRITE_KEY'] ?? (await writeKeyIn(join(dataDir, 'keys.json')));
  return { url: options.url ?? env['TRIBUTARY_URL'] ?? defaultUrl, writeKey };
}

/** A standalone writes its keys there on its first start; elsewhere there is no such file. */
async function writeKeyIn(file: string): Promise<string | undefined> {
  try {
    const keys: unknown = JSON.parse(await readFile(file, 'utf8'));
    const key = typeof keys === 'object' && keys !== null && 'writeKey' in keys ? keys.writeKey : undefined;
    return typeof key === 'string' ? key : undefined;
  } catch {
    return undefined;
  }
}
