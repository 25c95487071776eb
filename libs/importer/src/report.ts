/** The report of rejected rows: CSV with line, code, detail and what to do. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { fixOf } from './reasons.ts';
import { type Rejection } from './rejection.ts';
import { unwritable } from './unreadable.ts';

export interface Report {
  write(rejections: readonly Rejection[]): void;
  close(): Promise<void>;
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** Before anything is sent: an import whose refusals cannot be told is not begun. */
export async function openReport(file: string | undefined): Promise<Report> {
  if (file === undefined) return { write: () => undefined, close: () => Promise.resolve() };
  const stream = createWriteStream(file);
  let failure: Error | undefined;
  stream.on('error', (error) => {
    failure = unwritable(file, error);
  });
  await once(stream, 'open').catch((error: unknown) => {
    throw unwritable(file, error);
  });
  stream.write('line,code,detail,fix\n');
  return {
    write: (rejections) => {
      for (const { line, code, detail } of rejections) {
        stream.write(`${line},${code},${quoted(detail)},${quoted(fixOf(code))}\n`);
      }
    },
    close: async () => {
      stream.end();
      await finished(stream).catch((error: unknown) => {
        throw failure ?? error;
      });
    },
  };
}
