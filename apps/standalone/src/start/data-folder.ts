/** The folder that holds everything of a standalone: one process at a time, readable by its owner only. */
import { randomBytes } from 'node:crypto';
import { accessSync, constants, mkdirSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ConfigError } from '@tributary/config';

interface Keys {
  /** Reads and changes everything. */
  readonly secretKey: string;
  /** Public: may only send events. */
  readonly writeKey: string;
}

export interface DataFolder {
  readonly path: string;
  readonly keys: Keys;
  /** True when the keys were generated now: they are to be shown once. */
  readonly isNew: boolean;
  read(name: string): Promise<string | undefined>;
  /** Replaces a file at once: a crash leaves the old or the new one. */
  write(name: string, text: string): Promise<void>;
  release(): void;
}

export async function openDataFolder(dir: string, { exclusive }: { readonly exclusive: boolean }): Promise<DataFolder> {
  const path = resolve(dir);
  usable(path);
  const release = exclusive ? lock(path) : () => undefined;
  const read = (name: string) => readIfThere(join(path, name));
  const write = async (name: string, text: string) => {
    const draft = join(path, `${name}.${process.pid}`);
    await writeFile(draft, text, { mode: 0o600, flush: true });
    await rename(draft, join(path, name));
  };
  const known = await read('keys.json');
  const keys = known === undefined ? newKeys() : keysOf(known, join(path, 'keys.json'));
  if (known === undefined) await write('keys.json', `${JSON.stringify(keys, null, 2)}\n`);
  return { path, keys, isNew: known === undefined, read, write, release };
}

function usable(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    accessSync(path, constants.W_OK);
  } catch (error) {
    throw new ConfigError([`${path} is no usable folder (${String(error)}): choose another with --data-dir`]);
  }
}

/** The operating system frees the lock when the process ends, however it ends. */
function lock(path: string): () => void {
  const database = new DatabaseSync(join(path, 'lock.sqlite'));
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch {
    database.close();
    throw new ConfigError([`another process uses the data folder ${path}: stop it, or choose another with --data-dir`]);
  }
  return () => {
    database.close();
  };
}

const newKeys = (): Keys => ({
  secretKey: `sk_${randomBytes(32).toString('base64url')}`,
  writeKey: `wk_${randomBytes(16).toString('base64url')}`,
});

function keysOf(text: string, file: string): Keys {
  const keys: unknown = JSON.parse(text);
  if (typeof keys === 'object' && keys !== null && 'secretKey' in keys && 'writeKey' in keys) {
    const { secretKey, writeKey } = keys;
    if (typeof secretKey === 'string' && typeof writeKey === 'string') return { secretKey, writeKey };
  }
  throw new ConfigError([`${file} must hold secretKey and writeKey; remove the file to have new ones generated`]);
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
