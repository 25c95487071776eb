/** Members on one engine object: nothing but the engine itself tells one of them what another has done. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Membership } from '@tributary/bus';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openEmbeddedBus, type EmbeddedBus } from './index.ts';

const partitions = 12;

describe('several members of a group on one engine', () => {
  let dir: string;
  let file: string;
  let bus: EmbeddedBus;
  let owners: Map<number, string>;
  let read: Set<string>;

  const member = (name: string): Promise<Membership> =>
    bus.join({
      group: 'g',
      topics: ['t'],
      listener: {
        onAssigned: (taken) => {
          for (const { partition } of taken) owners.set(partition, name);
          return Promise.resolve();
        },
        onRevoked: async (given) => {
          await pause(5); // as lanes do, that finish what they have
          for (const { partition } of given) owners.delete(partition);
        },
        onRecords: (_, records) => {
          for (const { value } of records) read.add(String(value));
        },
        onFailed: (error) => {
          throw error;
        },
      },
    });
  const append = (value: string) =>
    bus.append(
      Array.from({ length: partitions }, (_, partition) => ({
        topic: 't',
        partition,
        key: Buffer.from('k'),
        value: Buffer.from(`${value} ${partition}`),
        headers: {},
        timestamp: 5,
      })),
    );
  const shareOf = (name: string): number => [...owners.values()].filter((owner) => owner === name).length;

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'bus-'));
    file = join(dir, 'bus.db');
    bus = openEmbeddedBus({ file, cleanEveryMs: 0, pollMs: 10 });
    owners = new Map();
    read = new Set();
    await bus.ensureTopics([{ name: 't', partitions, cleanup: 'delete' }]);
  });
  afterEach(async () => {
    await bus.close();
    rmSync(dir, { recursive: true });
  });

  it('take what the others give up, and together read every partition', async () => {
    await member('ann');
    await pause(50); // the first look at the file is over: from here on nobody else writes to it
    await member('bob');
    await pause(50);
    await member('cid');
    await until(() => owners.size === partitions && new Set(owners.values()).size === 3);
    expect(['ann', 'bob', 'cid'].map(shareOf)).toEqual([4, 4, 4]);
    await append('x');
    await until(() => read.size === partitions);
  });

  it('take what one who leaves had', async () => {
    await member('ann');
    const bob = await member('bob');
    await until(() => owners.size === partitions && new Set(owners.values()).size === 2);
    await pause(50);
    await bob.leave();
    await append('x');
    await until(() => read.size === partitions);
    expect(new Set(owners.values())).toEqual(new Set(['ann']));
  });

  it('take what a dead member of another process had, also when another one buries it', async () => {
    const other = new DatabaseSync(file);
    other.exec(
      `INSERT INTO member SELECT 'dead', 'g', '["t"]', 0, ${Date.now() + 300}, 1, 'elsewhere', 1, 'gone';
       INSERT INTO ownership SELECT 'g', id, 'dead', 1 FROM partition;`,
    );
    other.close();
    await member('ann');
    await member('bob');
    await until(() => owners.size === partitions && new Set(owners.values()).size === 2);
  }, 10_000);
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function until(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 3_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error('It did not come to pass within 3 s.');
    await pause(5);
  }
}
