/** Decompression with a bound: a batch of half a megabyte must not become half a gigabyte in our memory. */
import kafkajs from 'kafkajs';
import { promisify } from 'node:util';
import { gunzip, gzip, zstdCompress, zstdDecompress } from 'node:zlib';
import { inflateLz4 } from './lz4.ts';
import { inflateSnappy } from './snappy.ts';

/** Eight times what our topics accept (`max.message.bytes`, 4 MiB), twice what dead letters may have: generous for JSON, far from a flood. */
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

/** What others write onto their topics. */
const onlyRead = (name: string, inflate: (bytes: Buffer, most: number) => Buffer): Codec => ({
  compress: () => Promise.reject(new Error(`${name} is only read here: write gzip or zstd.`)),
  decompress: (bytes) =>
    new Promise((resolve) => {
      resolve(inflate(bytes, maxInflatedBytes));
    }),
});

export const snappyCodec = onlyRead('Snappy', inflateSnappy);
export const lz4Codec = onlyRead('LZ4', inflateLz4);

/** kafkajs keeps its codecs in one table for the process: its own gzip has no bound, and the others it has not. */
export function installBoundedCodecs(): void {
  const { CompressionCodecs, CompressionTypes } = kafkajs;
  CompressionCodecs[CompressionTypes.Snappy] = () => snappyCodec;
  CompressionCodecs[CompressionTypes.LZ4] = () => lz4Codec;
  CompressionCodecs[CompressionTypes.GZIP] = () => gzipCodec;
  CompressionCodecs[CompressionTypes.ZSTD] = () => zstdCodec;
}
