/** The quality of the records of a whole river on the embedded engines, from a file to the report and the worst rows. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { standaloneRiver, type River } from '@tributary/launcher';
import { tributary } from './testing/tributary.ts';

const customers = [
  ['ann', { name: 'Ann Kelley', city: 'Leeds', phone: '+442079460958' }],
  ['tom', { name: 'Tom Hill', city: 'n/a', phone: '12' }],
  ['eve', { name: 'Eve Moor', email: 'eve at home' }],
] as const;

describe('tributary quality at a river', () => {
  let folder: string;
  let river: River;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tributary-quality-'));
    river = await standaloneRiver(join(folder, 'data'));
    await writeFile(join(folder, 'customers.ndjson'), customers.map(identified).join('\n'));
    expect((await command('import', join(folder, 'customers.ndjson'))).code).toBe(0);
    await known('user_id:eve');
  }, 120_000);
  afterAll(async () => {
    await river.stop();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  const command = (...args: readonly string[]) =>
    tributary({}, ...args, '--url', river.url('identity'), '--data-dir', join(folder, 'data'));

  async function known(person: string): Promise<void> {
    const headers = { authorization: `Bearer ${river.secretKey}` };
    while (!(await fetch(`${river.url('identity')}/v1/profiles/${person}`, { headers })).ok) await sleep(50);
  }

  it('measures, shows each source, and writes the worst rows', async () => {
    const file = join(folder, 'worst.csv');
    const { out, err, code } = await command('quality', '--worst', file, '--reveal');
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('3 records of 3 people');
    expect(out).toMatch(/\n {2}\S+ +3 +100 \/ 100 +0 \/ {3}- +67 \/ {2}50 +67 \/ {2}50 +33 \/ {3}0\n/);
    expect(out).toContain(`2 of the worst rows are in ${file}\n`);
    const csv = await readFile(file, 'utf8');
    expect(csv).toContain(',Tom Hill,valid,,missing,n/a,placeholder,12,invalid,,missing');
    expect(csv).not.toContain('Ann Kelley');
  }, 60_000);
});

const identified = ([userId, traits]: (typeof customers)[number]): string =>
  JSON.stringify({ type: 'identify', messageId: `m-${userId}`, timestamp: '2026-03-01T10:00:00Z', userId, traits });
