import { describe, expect, it } from '@jest/globals';
import { BusError } from '@tributary/bus';
import { ImportError } from '@tributary/importer';
import { ContentDamaged, failureOf } from './import-failures.ts';

const file = '/somewhere/imports/imp_1.1';
const isEngineError = (error: unknown): boolean => error instanceof RangeError;
const failure = (error: unknown) => failureOf(error, { file, isEngineError });
const withCode = (code: string) => Object.assign(new Error(`${code}: no`), { code });

describe('why an import has failed', () => {
  it.each<[string, unknown, string]>([
    ['of its file', new ImportError(`${file} is a PDF document.`, 'UNKNOWN_FORMAT'), 'UNKNOWN_FORMAT'],
    ['of a bus that is away for too long', new BusError('BUS_DEADLINE', 'no answer'), 'NOT_DURABLE'],
    ['of what is kept of its content', new ContentDamaged('3 of 5 bytes'), 'CONTENT_DAMAGED'],
    ['of a full disk', withCode('ENOSPC'), 'NO_ROOM'],
    ['of a bug', new TypeError('x is not a function'), 'INTERNAL'],
  ])('is told by a code, with what to do: %s', (...[, error, code]) => {
    expect(failure(error)).toEqual({ code, detail: expect.any(String), fix: expect.stringMatching(/\.$/) });
  });

  it('says nothing of where the file lies here', () => {
    expect(failure(new ImportError(`${file} is a PDF document.`, 'UNKNOWN_FORMAT'))?.detail).toBe(
      'The file is a PDF document.',
    );
  });

  it('tells what to do over HTTP, not at a command line', () => {
    expect(failure(new ImportError('Nothing says how.', 'MAPPING_NEEDED'))?.fix).not.toContain('--');
    expect(failure(new ImportError('It cannot be read.', 'UNREADABLE'))?.fix).toContain('INGESTION_IMPORT_DIR');
  });

  it('is none of the import where an engine is away: it is taken up again', () => {
    expect(failure(new RangeError('the store is away'))).toBeUndefined();
  });
});
