/** Streams the bytes of a file, unpacked where it is gzip; a file that unpacks out of all proportion is refused. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { type Readable } from 'node:stream';
import { createGunzip, type Gunzip } from 'node:zlib';
import { ImportError } from './import-error.ts';

/** The first bytes of a file, as they are. */
export async function readStart(file: string, length: number): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

export const isZipped = (start: Buffer): boolean => start[0] === 0x1f && start[1] === 0x8b;

/** Orders and events unpack to 5 to 50 times their size; 1,000 times is the most that gzip can do, and what bombs do. */
const mostInflation = 200;
/** Below this nothing is harmed, whatever the proportion. */
const harmlessBytes = 64 * 1024 * 1024;

export interface FileBytes {
  readonly file: string;
  readonly zipped: boolean;
  /** Told of each piece of the file, as large as it is on the disk. */
  readonly onBytes: (count: number) => void;
}

export async function* bytesOf({ file, zipped, onBytes }: FileBytes): AsyncGenerator<Buffer, void, undefined> {
  const source = createReadStream(file);
  const gunzip = zipped ? unzipped(source, onBytes) : undefined;
  const bytes: Readable = gunzip ?? source;
  let inflated = 0;
  try {
    for await (const chunk of bytes) {
      if (!Buffer.isBuffer(chunk)) continue;
      if (!zipped) onBytes(chunk.length);
      inflated += chunk.length;
      if (zipped && inflated > harmlessBytes && inflated > mostInflation * source.bytesRead) {
        const message = `${file} unpacks to more than ${mostInflation} times its size.`;
        throw new ImportError(message, 'INFLATES_TOO_FAR');
      }
      yield chunk;
    }
  } finally {
    source.destroy();
    bytes.destroy();
  }
  if (gunzip) await onlyPadding(file, gunzip.bytesWritten);
}

/**
 * Reads a packed file to its end, or throws what is wrong with it. Its checksum stands there: until then nobody knows whether what was read is
 * what was packed, since a damaged byte within becomes other bytes, and no error.
 */
export async function checkPacked(file: string, signal: AbortSignal | undefined): Promise<void> {
  if (!isZipped(await readStart(file, 2))) return;
  for await (const chunk of bytesOf({ file, zipped: true, onBytes: () => undefined })) {
    if (chunk.length > 0) signal?.throwIfAborted();
  }
}

/** zlib takes zeros behind the end for padding, and whatever follows them too: a second part of the file whose head was lost. */
async function onlyPadding(file: string, end: number): Promise<void> {
  for await (const chunk of createReadStream(file, { start: end })) {
    if (!Buffer.isBuffer(chunk) || chunk.every((byte) => byte === 0)) continue;
    throw new ImportError(
      `${file} is damaged: something that is not packed follows its first ${end} bytes.`,
      'DAMAGED',
    );
  }
}

/** An error of the file travels with the stream. */
function unzipped(source: Readable, onBytes: (count: number) => void): Gunzip {
  const gunzip = createGunzip();
  source.on('data', (chunk: Buffer) => {
    onBytes(chunk.length);
  });
  source.on('error', (error) => gunzip.destroy(error));
  return source.pipe(gunzip);
}
