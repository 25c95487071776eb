/** Writes the worst rows to a CSV file, page after page; the file is there when it is whole, and not before. */
import { rename, rm } from 'node:fs/promises';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Client } from '@tributary/api-client';

/** The most that one answer holds. */
const rowsOfPage = 500;

interface WorstQuestion {
  readonly field?: string | undefined;
  readonly source?: string | undefined;
  readonly atLeast?: number | undefined;
  readonly reveal: boolean;
}

/** Answers how many rows it has written. */
export async function downloadWorst(client: Client, file: string, question: WorstQuestion): Promise<number> {
  const { field, source, atLeast, reveal } = question;
  const pages = client.texts('/v1/quality/worst.csv', {
    ...{ field, source, atLeast, limit: rowsOfPage },
    reveal: reveal ? 'true' : undefined,
  });
  let written = 0;
  const unfinished = `${file}.part`;
  try {
    await pipeline(Readable.from(counting(pages)), createWriteStream(unfinished));
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  return written;

  async function* counting(texts: AsyncIterable<string>): AsyncGenerator<string> {
    let isFirst = true;
    for await (const text of texts) {
      written += linesOf(text) - 1;
      yield isFirst ? text : text.slice(text.indexOf(lineEnd) + lineEnd.length);
      isFirst = false;
    }
  }
}

const lineEnd = '\r\n';

/** A quoted value may hold line ends of its own. */
const linesOf = (csv: string): number =>
  csv.split('"').reduce((sum, part, index) => sum + (index % 2 === 0 ? part.split(lineEnd).length - 1 : 0), 0);
