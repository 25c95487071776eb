/** The first rows of a file as they are. */
import { type DetectedFile } from '../detect/detect-file.ts';
import { type RawRow } from '../formats/row.ts';
import { ImportError } from '../import-error.ts';
import { readDetected } from '../read-rows.ts';

type Cells = Readonly<Record<string, unknown>>;

export interface SampledRows {
  readonly rows: readonly Cells[];
  /** What ended the reading before enough rows were read. */
  readonly broken: ImportError | undefined;
}

/** Enough to know a column by, and read in a moment. */
const mostRows = 1_000;

export async function sampleRows(file: string, detected: DetectedFile): Promise<SampledRows> {
  const rows: Cells[] = [];
  const wanted = { reads: new Set<string>(), from: new Map<string, readonly string[]>() };
  const all: AsyncIterable<RawRow> = readDetected({
    file,
    detected: { ...detected, rows: undefined },
    wanted,
    onBytes: () => undefined,
  });
  try {
    for await (const row of all) {
      if ('cells' in row) rows.push(row.cells);
      if (rows.length === mostRows) break;
    }
  } catch (error) {
    if (error instanceof ImportError) return { rows, broken: error };
    throw error;
  }
  return { rows, broken: undefined };
}
