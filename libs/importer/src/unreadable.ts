/** What the machine says of a file that cannot be read or written, in words for whoever named it. */
import { isObject } from '@tributary/domain-collection';
import { ImportError } from './import-error.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'this user may not do that',
  EPERM: 'this user may not do that',
  EISDIR: 'it is a folder',
  EEXIST: 'it is there already',
};

/** The error to throw instead: itself, where it says nothing of the file. */
export function unreadable(file: string, error: unknown): Error {
  const { code, message } = isObject(error) ? error : {};
  if (error instanceof ImportError || typeof code !== 'string' || typeof message !== 'string') {
    return error instanceof Error ? error : new Error(String(error));
  }
  if (code.startsWith('Z_')) {
    const isCut = code === 'Z_BUF_ERROR';
    return new ImportError(
      `${file} is damaged or was not copied to its end: ${message}.`,
      isCut ? 'TRUNCATED' : 'DAMAGED',
    );
  }
  return new ImportError(`${file} cannot be read: ${reasons[code] ?? message}.`, 'UNREADABLE');
}

/** Of a report, say. */
export function unwritable(file: string, error: unknown): ImportError {
  const { code, message } = isObject(error) ? error : {};
  const known = typeof code === 'string' ? { ...reasons, ENOENT: 'its folder does not exist' }[code] : undefined;
  return new ImportError(`${file} cannot be written: ${known ?? String(message ?? error)}.`, 'UNWRITABLE');
}
