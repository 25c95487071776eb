/** Reads a file as an import does, for tests: its rows, the refused among them, or the error that ended it. */
import { type FileFormat } from '@tributary/domain-collection';
import { ImportError } from '../import-error.ts';
import { readRows } from '../read-rows.ts';
import { anyFormat } from '../detect/detect-file.ts';

export interface FileRead {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly refused: readonly string[];
  readonly error: ImportError | undefined;
}

export async function readAll(file: string, format: Partial<FileFormat> = {}): Promise<FileRead> {
  const rows: Readonly<Record<string, unknown>>[] = [];
  const refused: string[] = [];
  const reading = { file, format: { ...anyFormat, ...format }, reads: new Set<string>(), onBytes: () => undefined };
  try {
    for await (const row of readRows(reading)) {
      if ('rejected' in row) refused.push(`${row.rejected.line} ${row.rejected.code}`);
      else rows.push(row.cells);
    }
  } catch (error) {
    // Nothing else may come out of a file, whatever is in it.
    if (error instanceof ImportError) return { rows, refused, error };
    throw error;
  }
  return { rows, refused, error: undefined };
}
