import { describe, expect, it } from '@jest/globals';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import kafkajs from 'kafkajs';
import {
  gzipCodec,
  installBoundedCodecs,
  lz4Codec,
  maxInflatedBytes,
  snappyCodec,
  zstdCodec,
} from './bounded-codecs.ts';

const codecs = [
  ['gzip', gzipCodec, gzipSync],
  ['zstd', zstdCodec, zstdCompressSync],
] as const;

describe.each(codecs)('%s', (_name, codec, compress) => {
  it('gives back what it was given', async () => {
    const buffer = Buffer.from('the same again '.repeat(500));
    expect(await codec.decompress(await codec.compress({ buffer }))).toEqual(buffer);
  });

  it('refuses a batch that inflates beyond the bound', async () => {
    const bomb = compress(Buffer.alloc(maxInflatedBytes + 1));
    expect(bomb.byteLength).toBeLessThan(64 * 1024);
    await expect(codec.decompress(bomb)).rejects.toMatchObject({ code: 'ERR_BUFFER_TOO_LARGE' });
  });
});

describe('installing', () => {
  it('takes the place of the unbounded gzip of kafkajs, and of what it has not', () => {
    installBoundedCodecs();
    const { CompressionCodecs, CompressionTypes } = kafkajs;
    expect(CompressionCodecs[CompressionTypes.GZIP]()).toBe(gzipCodec);
    expect(CompressionCodecs[CompressionTypes.ZSTD]()).toBe(zstdCodec);
    expect(CompressionCodecs[CompressionTypes.Snappy]()).toBe(snappyCodec);
    expect(CompressionCodecs[CompressionTypes.LZ4]()).toBe(lz4Codec);
  });
});
