import { describe, expect, it } from '@jest/globals';
import { openEmbeddedBus } from '@tributary/bus-embedded';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { standIn } from './testing/stand-in.ts';
import { tributary } from './testing/tributary.ts';

/** Nobody listens there. */
const nowhere = '127.0.0.1:1';
const key = 'k'.repeat(43);

/** Every service at once, well unless said otherwise. */
const wellBut = (own: { readonly date?: string; readonly failing?: string } = {}) =>
  standIn(({ url, headers }, response) => {
    if (own.date !== undefined) response.setHeader('date', own.date);
    if (url === own.failing) response.writeHead(503).end('{"store":"it does not answer"}');
    else if (url === '/metrics' && headers.authorization !== `Bearer ${key}`) response.writeHead(401).end();
    else response.writeHead(200).end('');
  });

const doctor = (env: Readonly<Record<string, string>>, ...args: readonly string[]) =>
  tributary(env, 'doctor', '--no-event', '--data-dir', '/nowhere', ...args);

describe('tributary doctor', () => {
  it('says that all is well', async () => {
    await using service = await wellBut();
    const { out, code } = await doctor({ TRIBUTARY_WRITE_KEY: 'w' }, '--url', service.url, '--key', key);
    expect(code).toBe(0);
    expect(out).toContain('every service answers /readyz');
    expect(out).toContain('the clock of every service agrees');
    expect(out).toMatch(/\nAll is well\.\n$/);
    expect(out).not.toMatch(/FAIL|warn/);
  });

  it('prints its findings for a program', async () => {
    await using service = await wellBut();
    const { out, code } = await doctor({}, '--url', service.url, '--key', 'wrong', '--json');
    const { ok, findings } = JSON.parse(out);
    expect([code, ok]).toEqual([1, false]);
    expect(findings).toContainEqual({
      ...{ level: 'FAIL', area: 'keys', what: 'every service does not accept the secret key' },
      fix: expect.stringContaining('TRIBUTARY_SECRET_KEYS'),
    });
  });

  it.each([
    ['a clock that is off', { date: 'Thu, 01 Jan 2026 00:00:00 GMT' }, [], /FAIL {2}the clock of .* s off\n.*NTP/],
    ['a store that is away', { failing: '/readyz' }, [], /FAIL .*not well \(\/readyz\): .*does not answer.*\n.*log/],
    ['work that stands still', { failing: '/livez' }, [], /FAIL .*not well \(\/livez\)/],
    ['a wrong secret key', {}, ['--key', 'wrong'], /FAIL {2}every service does not accept the secret key\n.*Use one/],
    ['no secret key', {}, undefined, /FAIL {2}there is no secret key to ask with\n.*--key/],
  ])('names %s, and what to do', async (_what, own, args, told) => {
    await using service = await wellBut(own);
    const keys = args === undefined ? [] : ['--key', key, ...args];
    const { out, code } = await doctor({}, '--url', service.url, ...keys);
    expect([code, out]).toEqual([1, expect.stringMatching(told)]);
    expect(out).toMatch(/\n1 thing is not well, 1 warning\.\n$/);
  });

  it('names the one service that is away', async () => {
    await using service = await wellBut();
    const env = { TRIBUTARY_URL: service.url, SEGMENTATION_URL: `http://${nowhere}` };
    const { out, code } = await doctor(env, '--key', key);
    expect(code).toBe(1);
    expect(out).toMatch(/FAIL {2}segmentation at http:\/\/127.0.0.1:1 cannot be reached.*\n.*SERVICE>_URL/);
    expect(out).toContain('ingestion, identity, analytics, decisioning answers /readyz');
  });

  it('names engines that are away', async () => {
    await using service = await wellBut();
    const env = { KAFKA_BROKERS: nowhere, MONGODB_URI: `mongodb://${nowhere}/?connectTimeoutMS=500` };
    const { out, code } = await doctor(env, '--url', service.url, '--key', key);
    expect(code).toBe(1);
    expect(out).toMatch(/FAIL {2}Kafka at 127.0.0.1:1 does not answer: .*\n.*KAFKA_BROKERS/);
    expect(out).toMatch(/FAIL {2}MongoDB does not answer: .*\n.*MONGODB_URI/);
    expect(out).toContain('2 things are not well');
  });

  it('names a damaged file of the embedded engines', async () => {
    await using service = await wellBut();
    const folder = await mkdtemp(join(tmpdir(), 'tributary-doctor-'));
    await writeFile(join(folder, 'bus.sqlite'), 'x'.repeat(8_192));
    const { out, code } = await doctor({}, '--url', service.url, '--key', key, '--data-dir', folder);
    await rm(folder, { recursive: true });
    expect(code).toBe(1);
    expect(out).toMatch(/FAIL {2}.*bus\.sqlite is damaged: .*\n.*restore a backup/);
  });

  it('names a batch of the log that is not what was written, though every page is in order', async () => {
    await using service = await wellBut();
    const folder = await mkdtemp(join(tmpdir(), 'tributary-doctor-'));
    const file = join(folder, 'bus.sqlite');
    const bus = openEmbeddedBus({ file });
    await bus.ensureTopics([{ name: 't', partitions: 1, cleanup: 'delete' }]);
    const record = { topic: 't', partition: 0, key: null, headers: {}, timestamp: 0 };
    for (const value of ['one', 'two']) await bus.append([{ ...record, value: Buffer.from(value) }]);
    await bus.close();
    const asked = () => doctor({}, '--url', service.url, '--key', key, '--data-dir', folder);
    expect((await asked()).out).toMatch(/ok {4}.*bus\.sqlite is sound/);
    const database = new DatabaseSync(file);
    database.exec('UPDATE batch SET bytes = zeroblob(length(bytes)) WHERE base = 0');
    database.close();
    const { out, code } = await asked();
    await rm(folder, { recursive: true });
    expect(code).toBe(1);
    expect(out).toMatch(/FAIL {2}.*bus\.sqlite is damaged: .*offset 0 of t\/0.*checksum.*\n.*restore a backup/);
  });
});
