/** Decompression with a bound: a batch of half a megabyte must not become half a gigabyte in our memory. */
import kafkajs from 'kafkajs';
import { promisify } from 'node:util';
import { gunzip, gzip, zstdCompress, zstdDecompress } from 'node:zlib';

/** Eight times the largest batch that our topics accept (`max.message.bytes`, 4 MiB): generous for JSON, far from a flood. */
export const maxInflatedBytes = 32 * 1024 * 1024;

/** What kafkajs expects of a codec; `buffer` holds the encoded records. */
export interface Codec {
  compress(encoder: { readonly buffer: Buffer }): Promise<Buffer>;
  decompress(buffer: Buffer): Promise<Buffer>;
}

const bound = { maxOutputLength: maxInflatedBytes };

export const gzipCodec: Codec = {
  compress: (encoder) => promisify(gzip)(encoder.buffer),
  decompress: (buffer) => promisify(gunzip)(buffer, bound),
};

export const zstdCodec: Codec = {
  compress: (encoder) => promisify(zstdCompress)(encoder.buffer),
  decompress: (buffer) => promisify(zstdDecompress)(buffer, bound),
};

/** kafkajs keeps its codecs in one table for the process: its own gzip has no bound, and it has no zstd. */
export function installBoundedCodecs(): void {
  const { CompressionCodecs, CompressionTypes } = kafkajs;
  CompressionCodecs[CompressionTypes.GZIP] = () => gzipCodec;
  CompressionCodecs[CompressionTypes.ZSTD] = () => zstdCodec;
}
