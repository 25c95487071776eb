/** Reads a mapping file; everything that is wrong with it is said at once. */
import { readFile } from 'node:fs/promises';
import { type Mapping, parseMapping } from '@tributary/domain-collection';
import { ImportError } from './import-error.ts';
import { unreadable } from './unreadable.ts';

export async function readMapping(file: string): Promise<Mapping> {
  const parsed = parseMapping(await readJson(file));
  if (parsed.ok) return parsed.mapping;
  const lines = parsed.errors.map(({ at, message }) => `  ${at}: ${message}`);
  throw new ImportError(`${file} is not a mapping:\n${lines.join('\n')}`);
}

async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw unreadable(file, error);
  });
  try {
    return JSON.parse(text) as unknown; // eslint-disable-line no-restricted-syntax -- JSON.parse answers any
  } catch (error) {
    throw new ImportError(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
