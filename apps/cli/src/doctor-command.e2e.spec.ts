/** The doctor at a whole river on the embedded engines: healthy, then with one thing wrong. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { standaloneRiver, type River } from '@tributary/launcher';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { behind } from './testing/stand-in.ts';
import { tributary } from './testing/tributary.ts';

describe('tributary doctor at a river', () => {
  let dataDir: string;
  let river: River;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'tributary-doctor-'));
    river = await standaloneRiver(dataDir);
  }, 120_000);
  afterAll(async () => {
    await river.stop();
    await rm(dataDir, { recursive: true, force: true });
  }, 60_000);

  const doctor = (env: Readonly<Record<string, string>>, ...args: readonly string[]) =>
    tributary({ TRIBUTARY_URL: river.url('ingestion'), ...env }, 'doctor', '--data-dir', dataDir, ...args);

  it('finds it well, and tells how long each hop of an event took', async () => {
    const { out, code } = await doctor({}, '--within', '60', '--json');
    const { ok, findings } = JSON.parse(out);
    expect([code, ok, findings.filter(({ level }: { level: string }) => level === 'FAIL')]).toEqual([0, true, []]);
    const hops = findings.filter(({ area }: { area: string }) => area === 'one event');
    expect(hops.map(({ what }: { what: string }) => /^ *\d+ ms {2}([a-z ]+[a-z])/.exec(what)?.[1])).toEqual([
      'durable on the bus',
      'stored in the archive',
      'part of the profile',
      'known to segmentation',
      'counted by analytics',
      'decided upon by decisioning',
    ]);
    for (const { ms } of hops) expect(ms).toBeGreaterThan(0);
  });

  it('leaves no trace in the figures but the event', async () => {
    const figures = await fetch(`${river.url('analytics')}/v1/figures/summary`, {
      headers: { authorization: `Bearer ${river.secretKey}` },
    });
    expect(await figures.json()).toMatchObject({ events: 1, customers: 0, ordersKnown: 0, ordersGuest: 0, net: 0 });
  });

  it('names the hop at which the event does not arrive', async () => {
    await using identity = await behind(river.url('identity'), /^\/v1\/profiles/);
    const { out, code } = await doctor({ IDENTITY_URL: identity.url }, '--within', '2');
    expect(code).toBe(1);
    expect(out).toMatch(/ok {4} +\d+ ms {2}stored in the archive/);
    expect(out).toMatch(/FAIL {2}not part of the profile within 2 s\n.*lag and the log of identity/);
    expect(out).not.toContain('known to segmentation');
  });

  it('names a write key that the door does not know', async () => {
    const { out, code } = await doctor({ TRIBUTARY_WRITE_KEY: 'wrong' });
    expect(code).toBe(1);
    expect(out).toMatch(/FAIL {2}the door does not take the event: .*401.*\n.*write key must be one of a source/);
  });

  it('names a river that is away', async () => {
    const { out, code } = await doctor({ TRIBUTARY_URL: 'http://127.0.0.1:1' });
    expect(code).toBe(1);
    expect(out).toMatch(/FAIL {2}every service at .* cannot be reached: .*\n.*npm start/);
    expect(out).not.toContain('one event');
  });
});
