/** What makes two imports the same: the whole content of the file, and everything else that decides what is sent where. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/** Of the whole file: a row that was mended in the middle must not be taken for sent. */
export async function fingerprintOf(file: string, decidedBy: readonly string[]): Promise<string> {
  const content = createHash('sha256');
  await pipeline(createReadStream(file), content);
  return createHash('sha256')
    .update(JSON.stringify([content.digest('hex'), ...decidedBy]))
    .digest('hex');
}
