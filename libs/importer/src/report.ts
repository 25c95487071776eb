/** The report of rejected rows: CSV with line, code, detail and what to do, in a file or wherever its reader keeps it. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { fixOf } from './reasons.ts';
import { type Rejection } from './rejection.ts';
import { unwritable } from './unreadable.ts';

export interface Report {
  /** Whoever reads on waits for it. */
  write(rejections: readonly Rejection[]): Promise<void>;
  /** Everything that was written is there when this resolves. */
  close(): Promise<void>;
}

export const reportHeader = 'line,code,detail,fix\n';

export const reportLine = ({ line, code, detail }: Rejection): string =>
  `${line},${code},${quoted(detail)},${quoted(fixOf(code))}\n`;

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** Before anything is sent: an import whose refusals cannot be told is not begun. */
export async function openReport(file: string | undefined): Promise<Report> {
  if (file === undefined) return { write: () => Promise.resolve(), close: () => Promise.resolve() };
  const stream = createWriteStream(file);
  let failure: Error | undefined;
  stream.on('error', (error) => {
    failure = unwritable(file, error);
  });
  await once(stream, 'open').catch((error: unknown) => {
    throw unwritable(file, error);
  });
  stream.write(reportHeader);
  return {
    write: async (rejections) => {
      if (rejections.length === 0 || failure) return;
      // What has failed is told at the end.
      if (!stream.write(rejections.map(reportLine).join(''))) await once(stream, 'drain').catch(() => undefined);
    },
    close: async () => {
      stream.end();
      await finished(stream).catch((error: unknown) => {
        throw failure ?? error;
      });
    },
  };
}
