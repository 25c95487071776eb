import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type StoredRecord } from '@tributary/bus';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedBus, type EmbeddedBus } from './index.ts';

const record = (partition: number, value: string | null, key = 'k') => ({
  topic: 't',
  partition,
  key: Buffer.from(key),
  value: value === null ? null : Buffer.from(value),
  headers: { ce_id: 'ö' },
  timestamp: 5,
});
const values = (records: readonly StoredRecord[]) =>
  records.map(({ value }) => (value === null ? null : Buffer.from(value).toString()));

describe('the embedded bus', () => {
  let dir: string;
  let bus: EmbeddedBus;
  const open = () => openEmbeddedBus({ file: join(dir, 'bus.db') });

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'bus-'));
    bus = open();
    await bus.ensureTopics([{ name: 't', partitions: 3, cleanup: 'delete' }]);
  });
  afterEach(async () => {
    await bus.close();
    rmSync(dir, { recursive: true });
  });

  it('delivers what was appended before and after joining', async () => {
    await bus.append([record(0, 'a'), record(1, 'b'), record(0, 'c')]);
    const got: StoredRecord[] = [];
    const member = await bus.join({
      group: 'g',
      topics: ['t'],
      listener: {
        onAssigned: () => Promise.resolve(),
        onRevoked: () => Promise.resolve(),
        onRecords: (_, records) => got.push(...records),
        onFailed: (error) => {
          throw error;
        },
      },
    });
    await bus.append([record(0, null)]);
    while (got.length < 4) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(values(got.filter(({ partition }) => partition === 0))).toEqual(['a', 'c', null]);
    expect(got[0]?.headers).toEqual({ ce_id: 'ö' });
    await member.commit({ topic: 't', partition: 0 }, 2);
    expect(await bus.committed('g', 't')).toEqual([2, 0, 0]);
    await member.leave();
    expect(values(await bus.read({ topic: 't', partition: 0 }, 1, 10))).toEqual(['c', null]);
  });
});
