// cspell:ignore geoparquet
/** Opens a Parquet file: its metadata, and its bytes where they are asked for. */
import { type FileHandle } from 'node:fs/promises';
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { type AsyncBuffer, type Compressors, type FileMetaData, parquetMetadataAsync } from 'hyparquet';
import { ImportError } from '../import-error.ts';

export interface OpenParquet {
  readonly bytes: AsyncBuffer;
  readonly metadata: FileMetaData;
}

const magic = 'PAR1';
const encrypted = 'PARE';
/** The beginning, the length of the metadata and the end. */
const fewestBytes = 12;

export async function openParquet(handle: FileHandle): Promise<OpenParquet> {
  const { size } = await handle.stat();
  const bytes: AsyncBuffer = {
    byteLength: size,
    slice: async (start, end = size) => {
      const wanted = Math.min(end, size) - start;
      const buffer = new ArrayBuffer(Math.max(0, wanted));
      const { bytesRead } = await handle.read(new Uint8Array(buffer), 0, buffer.byteLength, start);
      if (bytesRead < wanted) throw new ImportError('The file became shorter while it was read.', 'TRUNCATED');
      return buffer;
    },
  };
  const end = Buffer.from(await bytes.slice(Math.max(0, size - magic.length))).toString('latin1');
  if (end === encrypted) throw new ImportError('The Parquet file is encrypted.', 'UNSUPPORTED_PARQUET');
  if (end !== magic || size < fewestBytes) {
    throw new ImportError(
      'The Parquet file ends in the middle: its metadata, which stand at its end, are missing.',
      'TRUNCATED',
    );
  }
  return { bytes, metadata: await parquetMetadataAsync(bytes, { geoparquet: false }).catch(rethrow) };
}

/** What the reader says of bytes that do not follow the format. */
export function rethrow(error: unknown): never {
  if (error instanceof ImportError) throw error;
  const what = (error instanceof Error ? error.message : String(error)).replace(/^parquet /, '');
  if (/unsupported/.test(what))
    throw new ImportError(`The Parquet file cannot be read: ${what}.`, 'UNSUPPORTED_PARQUET');
  throw new ImportError(`The Parquet file is damaged: ${what}.`, 'INVALID_PARQUET');
}

/** Never more than the page says that it holds, which has been looked at before. */
const within = (most: number) => ({ maxOutputLength: Math.max(1, most) });

/** Snappy is a part of the reader. */
export const compressors: Compressors = {
  GZIP: (page, length) => gunzipSync(page, within(length)),
  BROTLI: (page, length) => brotliDecompressSync(page, within(length)),
  ZSTD: (page, length) => zstdDecompressSync(page, within(length)),
};
