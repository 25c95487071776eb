import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { murmur2, partitionOf } from './partitioner.ts';

const load = createRequire(import.meta.url);
const reference: (key: string | Buffer) => number = load('kafkajs/src/producer/partitioners/default/murmur2.js');

describe('the partitioner', () => {
  it("gives the hashes that Kafka's own tests name", () => {
    const known: Record<string, number> = {
      '21': -973932308,
      foobar: -790332482,
      'a-little-bit-long-string': -985981536,
      'a-little-bit-longer-string': -1486304829,
      abc: 479470107,
    };
    for (const [key, hash] of Object.entries(known)) expect(murmur2(Buffer.from(key))).toBe(hash);
  });

  it('gives what docs/subscribe.md tells the authors of other clients', () => {
    const page = readFileSync(new URL('../../../../docs/subscribe.md', import.meta.url), 'utf8');
    const rows = [...page.matchAll(/^\| `(.+)` \| (-?\d+) \| (\d+) \| (\d+) \|$/gm)];
    expect(rows).toHaveLength(5);
    for (const [, key = '', ...figures] of rows) {
      const bytes = Buffer.from(key);
      expect([key, murmur2(bytes), partitionOf(bytes, 12), partitionOf(bytes, 48)]).toEqual([
        key,
        ...figures.map(Number),
      ]);
    }
  });

  it('agrees with kafkajs on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        expect(murmur2(bytes)).toBe(reference(Buffer.from(bytes)));
      }),
    );
  });

  it('stays inside the partitions', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.integer({ min: 1, max: 48 }), (bytes, partitions) => {
        expect(partitionOf(bytes, partitions)).toBeGreaterThanOrEqual(0);
        expect(partitionOf(bytes, partitions)).toBeLessThan(partitions);
      }),
    );
  });
});
