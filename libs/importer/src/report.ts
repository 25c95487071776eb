/** The report of rejected lines: CSV with line, code and detail. */
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { type Rejection } from './rejection.ts';

export interface Report {
  write(rejections: readonly Rejection[]): void;
  close(): Promise<void>;
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

export function openReport(file: string | undefined): Report {
  if (file === undefined) return { write: () => undefined, close: () => Promise.resolve() };
  const stream = createWriteStream(file);
  stream.write('line,code,detail\n');
  return {
    write: (rejections) => {
      for (const { line, code, detail } of rejections) stream.write(`${line},${code},${quoted(detail)}\n`);
    },
    close: async () => {
      stream.end();
      await finished(stream);
    },
  };
}
