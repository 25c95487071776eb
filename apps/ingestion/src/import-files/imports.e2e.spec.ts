/** Files imported over the API of the whole product: sent in parts, checked, run, looked through, run twice, cancelled. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type River, standaloneRiver } from '@tributary/launcher';
import { ImportClient } from '../testing/import-client.ts';

const mapping = {
  columns: { price: { type: 'number', required: true }, at: { type: 'time', format: 'dd.MM.yyyy HH:mm', offset: '+00:00' } },
  events: [
    {
      ...{ type: 'track', event: 'Order Completed', messageId: 'order-{id}', userId: '{customer}', timestamp: '{at}' },
      properties: { order_id: '{id}', revenue: '{price}' },
    },
  ],
}; // prettier-ignore

const orders = (from: number, count: number): readonly string[] =>
  Array.from(
    { length: count },
    (_, index) => `${from + index},c${index % 50},${index}.5,31.01.2026 10:${10 + (index % 50)}`,
  );
const csv = (rows: readonly string[]): Buffer => Buffer.from(['id,customer,price,at', ...rows].join('\n'));

describe('an import over the API', () => {
  let folder: string;
  let river: River;
  const client = new ImportClient(() => ({ url: river.url('ingestion'), secretKey: river.secretKey }));
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tributary-imports-'));
    river = await standaloneRiver(join(folder, 'data'));
  }, 120_000);
  afterAll(async () => {
    await river.stop();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  it('is sent in two parts, tells what it refuses, and changes nothing when it is made again', async () => {
    const rows = [...orders(0, 1_200), '1200,c1,cheap,31.01.2026 10:10', '1201,c1,1.5'];
    const file = csv(rows);
    const id = await client.begin({ source: 'default', name: 'orders.csv', mapping, size: file.length });
    const half = 20_000;
    expect(await client.send(id, file.subarray(0, half), { last: false })).toMatchObject({
      ...{ status: 200, uploadOffset: String(half), body: { state: 'receiving', received: half } },
    });
    const wrong = await client.send(id, file.subarray(half), { offset: half + 5, last: false });
    expect(wrong).toMatchObject({ status: 409, uploadOffset: String(half), body: { code: 'OFFSET_MISMATCH' } });
    // What was sent before is sent again with the rest: the size tells that it is whole.
    expect(
      (await client.send(id, file.subarray(half - 1_000), { offset: half - 1_000, last: false })).body,
    ).toMatchObject({
      ...{ state: 'waiting', received: file.length },
    });
    const done = await client.ended(id);
    expect(done).toMatchObject({
      ...{ state: 'done', failure: null, hasContent: false, source: 'default', name: 'orders.csv', mapping },
      progress: {
        ...{ rows: 1_202, events: 1_200, accepted: 1_200, rejected: 2, leftOut: 0, bytesRead: file.length },
        ...{ firstTime: '2026-01-31T10:10:00.000Z', lastTime: '2026-01-31T10:59:00.000Z' },
      },
    });
    expect(await client.settled()).toBe(1_200);

    const { body } = await client.call('GET', `/v1/imports/${id}/rejections?limit=1`);
    expect(body).toMatchObject({ total: 2, items: [{ line: 1_202, code: 'INVALID_CELL', fix: expect.any(String) }] });
    const rest = await client.call('GET', `/v1/imports/${id}/rejections?after=${body.next}`);
    expect(rest.body).toMatchObject({ next: null, items: [{ line: 1_203, code: 'COLUMN_COUNT' }] });
    expect((await client.report(id)).split('\n').map((line) => line.split(',').slice(0, 2).join(' '))).toEqual([
      ...['line code', '1202 INVALID_CELL', '1203 COLUMN_COUNT', ''],
    ]);

    const again = await client.begin({ source: 'default', mapping });
    expect((await client.send(again, gzipSync(file))).status).toBe(200);
    expect(await client.ended(again)).toMatchObject({ state: 'done', progress: { accepted: 1_200, rejected: 2 } });
    expect(await client.settled()).toBe(1_200);
  }, 120_000);

  it('is checked in a dry run that sends nothing, and then run with what was received', async () => {
    const before = await client.settled();
    const id = await client.begin({ source: 'default', mapping, dryRun: true, shiftDays: 1 });
    await client.send(id, csv([...orders(5_000, 10), '5010,,1.5,31.01.2026 10:10']));
    const checked = await client.ended(id);
    expect(checked).toMatchObject({ state: 'done', dryRun: true, hasContent: true });
    expect(checked.progress).toMatchObject({ accepted: 10, rejected: 1, firstTime: '2026-02-01T10:10:00.000Z' });
    expect((await client.call('GET', `/v1/imports/${id}/rejections`)).body.items).toMatchObject([
      { line: 12, code: 'MISSING_IDENTITY' },
    ]);
    expect(await client.settled()).toBe(before);
    expect((await client.call('POST', `/v1/imports/${id}/run`, { dryRun: false })).status).toBe(202);
    expect(await client.ended(id)).toMatchObject({ state: 'done', dryRun: false, hasContent: false });
    expect(await client.settled()).toBe(before + 10);
    expect((await client.call('POST', `/v1/imports/${id}/run`, {})).body.code).toBe('IMPORT_NOT_READY');
  }, 60_000);

  it('is held for a look, proposes a mapping, and is run by it', async () => {
    const before = await client.settled();
    const id = await client.begin({ source: 'default', preview: true });
    const people = [
      'email,first_name,since',
      ...Array.from({ length: 30 }, (_, i) => `p${i}@example.org,Ann,2026-01-31T10:00:00Z`),
    ];
    expect((await client.call('POST', `/v1/imports/${id}/preview`)).body.code).toBe('NOTHING_RECEIVED');
    await client.send(id, Buffer.from(people.join('\n')));
    expect((await client.one(id)).state).toBe('held');
    const preview = await client.call('POST', `/v1/imports/${id}/preview`);
    expect(preview.body).toMatchObject({
      ...{
        detected: { type: 'csv', encoding: 'utf-8' },
        columns: ['email', 'first_name', 'since'],
        rows: 20,
        problem: null,
      },
      proposal: { notes: expect.arrayContaining([expect.stringContaining('email -> traits.email')]) },
    });
    expect(preview.body.events.length).toBe(20);
    const tried = await client.call('POST', `/v1/imports/${id}/preview`, { mapping });
    expect(tried.body).toMatchObject({
      problem: { code: 'MISSING_COLUMN', detail: expect.not.stringContaining(folder) },
    });
    const proposed = preview.body.proposal.mapping;
    expect((await client.call('POST', `/v1/imports/${id}/run`, { mapping: proposed })).body).toMatchObject({
      state: 'waiting',
    });
    expect(await client.ended(id)).toMatchObject({ state: 'done', progress: { accepted: 30, rejected: 0 } });
    expect(await client.settled()).toBe(before + 30);
  }, 60_000);

  it('that fails says by a code why, and is run again when it is mended', async () => {
    const id = await client.begin({ source: 'default' });
    await client.send(id, csv(orders(7_000, 5)));
    expect(await client.ended(id)).toMatchObject({
      ...{ state: 'failed', hasContent: true },
      failure: { code: 'MAPPING_NEEDED', fix: expect.stringContaining(`/v1/imports/:id/preview`) },
    });
    await client.call('POST', `/v1/imports/${id}/run`, { mapping });
    expect(await client.ended(id)).toMatchObject({ state: 'done', failure: null, progress: { accepted: 5 } });
    const zip = await client.begin({ source: 'default', mapping });
    await client.send(zip, Buffer.from('PK\u0003\u0004 no file for us'));
    expect((await client.ended(zip)).failure).toMatchObject({
      ...{ code: 'UNKNOWN_FORMAT', detail: 'The file is a ZIP archive (as .xlsx and .zip are).' },
    });
    expect((await client.call('POST', `/v1/imports/${zip}/preview`)).status).toBe(422);
  }, 60_000);

  it('is cancelled while it is received, before and while it runs; then it is forgotten', async () => {
    const receiving = await client.begin({ source: 'default', mapping });
    await client.send(receiving, csv(orders(8_000, 5)), { last: false });
    const running = await client.begin({ source: 'default', mapping });
    await client.send(running, csv(orders(100_000, 100_000)));
    const waiting = await client.begin({ source: 'default', mapping });
    await client.send(waiting, csv(orders(9_000, 5)));
    while (((await client.one(running)).progress?.accepted ?? 0) === 0) await sleep(20);
    for (const id of [receiving, running, waiting]) {
      expect((await client.call('DELETE', `/v1/imports/${id}`)).body).toEqual({ id, outcome: 'cancelled' });
      expect(await client.one(id)).toMatchObject({ state: 'cancelled', hasContent: false });
    }
    expect((await client.send(receiving, csv(orders(8_000, 5)))).body.code).toBe('IMPORT_CANCELLED');
    await client.settled();
    // It stops within moments; what was sent stays sent, and is told.
    const { accepted } = (await client.one(running)).progress;
    expect([accepted > 0, accepted < 100_000]).toEqual([true, true]);
    expect(await readdir(join(folder, 'data', 'imports'))).toEqual([]);
    for (const id of [receiving, running, waiting]) {
      expect((await client.call('DELETE', `/v1/imports/${id}`)).body.outcome).toBe('forgotten');
      expect((await client.call('GET', `/v1/imports/${id}`)).body.code).toBe('IMPORT_NOT_FOUND');
    }
  }, 120_000);

  it.each<[string, object, number, string]>([
    ['an unknown source', { source: 'nobody' }, 404, 'SOURCE_NOT_FOUND'],
    ['a wrong mapping', { source: 'default', mapping: { events: [{ type: 'click' }] } }, 400, 'MAPPING_INVALID'],
    ['days without a mapping', { source: 'default', shiftDays: 3 }, 400, 'SHIFT_NEEDS_MAPPING'],
    ['more than may be imported', { source: 'default', size: 2_000_000_000 }, 413, 'IMPORT_TOO_LARGE'],
    ['what it does not know', { source: 'default', colour: 'red' }, 400, 'VALIDATION_FAILED'],
  ])('is refused at once with %s', async (...[, order, status, code]) => {
    const answer = await client.call('POST', '/v1/imports', order);
    expect([answer.status, answer.body.code, answer.body.fix]).toEqual([status, code, expect.any(String)]);
  });

  it('names every place of a mapping that is wrong', async () => {
    const order = { source: 'default', mapping: { events: [{ type: 'click', timestamp: '{at}', userId: '{id}' }] } };
    const { errors } = (await client.call('POST', '/v1/imports', order)).body;
    expect(errors.map(({ at }: { at: string }) => at)).toEqual([
      '/mapping/events/0/type',
      '/mapping/events/0/messageId',
    ]);
  });

  it('takes nothing without the secret key, nor at an address that says nothing', async () => {
    const id = await client.begin({ source: 'default', mapping });
    const path = `${river.url('ingestion')}/v1/imports/${id}/content`;
    const headers = { authorization: `Bearer ${river.writeKey}` };
    const refused = await fetch(path, { method: 'PUT', headers, body: 'id\n1\n' });
    expect([refused.status, await refused.json()]).toEqual([401, expect.objectContaining({ code: 'KEY_UNKNOWN' })]);
    const wrong = await client.call('PUT', `/v1/imports/${id}/content?offset=-1&last=perhaps&then=1`);
    expect([wrong.status, wrong.body.errors.map(({ at }: { at: string }) => at)]).toEqual([
      400,
      ['/offset', '/last', '/then'],
    ]);
    expect((await client.send('imp_0', Buffer.from('x'))).body.code).toBe('IMPORT_NOT_FOUND');
    expect((await client.one(id)).received).toBe(0);
  });

  it('is made by curl alone, as the documentation says', async () => {
    const documentation = await readFile(new URL('../../../../docs/collect.md', import.meta.url), 'utf8');
    const commands = /Import files over the API.*?```sh\n(.*?)```/s.exec(documentation)?.[1] ?? '';
    await writeFile(join(folder, 'orders.csv'), csv([...orders(20_000, 100), 'x,c1,cheap,31.01.2026 10:10']));
    await writeFile(join(folder, 'mapping.json'), JSON.stringify(mapping));
    const env = { PATH: process.env['PATH'] ?? '', URL: river.url('ingestion'), SECRET_KEY: river.secretKey };
    const waiting =
      'while curl -s "$URL/v1/imports/$id" -H "authorization: Bearer $SECRET_KEY" | grep -qE "waiting|running"; do sleep 0.1; done';
    const script = commands.replace(/^curl -T .*$/m, (send) => `${send}\n${waiting}`);
    const { stdout } = await promisify(execFile)('sh', ['-ec', script], { cwd: folder, env });
    expect(stdout).toContain('"accepted":100,"rejected":1');
    expect(stdout).toContain('102,INVALID_CELL,"price is not a number');
  }, 60_000);

  it('is listed, the newest first', async () => {
    const ids = [await client.begin({ source: 'default' }), await client.begin({ source: 'default' })];
    const first = await client.call('GET', '/v1/imports?limit=1');
    expect(first.body.items).toMatchObject([{ id: ids[1], state: 'receiving', progress: null }]);
    const second = await client.call('GET', `/v1/imports?limit=1&after=${first.body.next}`);
    expect(second.body.items).toMatchObject([{ id: ids[0] }]);
  });
});
