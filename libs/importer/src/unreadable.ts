/** What the machine says of a file that cannot be read, in words for whoever named it. */
import { isObject } from '@tributary/domain-collection';
import { ImportError } from './import-error.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'this user may not read it',
  EPERM: 'this user may not read it',
  EISDIR: 'it is a folder',
};

/** The error to throw instead: itself, where it says nothing of the file. */
export function unreadable(file: string, error: unknown): Error {
  const { code, message } = isObject(error) ? error : {};
  if (typeof code !== 'string' || typeof message !== 'string') {
    return error instanceof Error ? error : new Error(String(error));
  }
  if (code.startsWith('Z_')) return new ImportError(`${file} is damaged or was not copied to its end: ${message}.`);
  return new ImportError(`${file} cannot be read: ${reasons[code] ?? message}.`);
}
