/** An import that a process has taken up: what it comes to where it cannot simply be read. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BusError, type Publisher } from '@tributary/bus';
import { createLogger, createMetrics } from '@tributary/telemetry';
import { AcceptEvents } from '../accept-events/accept-events.ts';
import { anOrder, type ImportStores, openImportStores } from '../testing/import-stores.ts';
import { ContentKeeper } from './content-keeper.ts';
import { countImports } from './count-imports.ts';
import { mostTakeovers } from './import-failures.ts';
import { type ImportOrder } from './ports.ts';
import { RunImport } from './run-import.ts';
import { WorkFiles } from './work-files.ts';

const source = { id: 'shop', name: 'Shop', kind: 'server', writeKey: 'wk', createdAt: '2026-01-01T00:00:00Z' } as const;
const events = Buffer.from(
  Array.from({ length: 3 }, (_, n) => JSON.stringify({ type: 'page', userId: 'ann', messageId: `m${n}` })).join('\n'),
);

let stores: ImportStores;
let dir: string;
let now = 1_000;
let publish: Publisher['publish'];
let sources: readonly string[];
let runImport: RunImport;
const metrics = createMetrics();
beforeAll(async () => {
  stores = await openImportStores();
  dir = await mkdtemp(join(tmpdir(), 'tributary-run-import-'));
  const clock = { now: () => now };
  runImport = new RunImport({
    ...stores,
    content: new ContentKeeper(stores),
    files: new WorkFiles(dir, stores.pieces),
    sourceOf: (id) => Promise.resolve(sources.includes(id) ? source : undefined),
    accept: new AcceptEvents({ publish: (outputs) => publish(outputs) }, clock, () => undefined),
    count: countImports(metrics),
    clock,
    log: createLogger({ service: 'test', level: 'silent' }),
    times: { beatMs: 20, leaseMs: 10_000, patienceMs: 0 },
  });
});
afterAll(async () => {
  await stores.close();
  await rm(dir, { recursive: true, force: true });
});
beforeEach(async () => {
  await stores.empty();
  publish = () => Promise.resolve();
  sources = ['shop'];
});

async function waiting(id: string, change: Partial<ImportOrder> = {}, content = events): Promise<void> {
  await stores.imports.add(id, { ...anOrder, ...change }, now);
  const upload = await stores.imports.beginUpload(id, now);
  if (!upload) throw new Error('It is receiving.');
  await stores.pieces.put(upload, { offset: 0, bytes: content });
  await stores.imports.advance(upload, content.length, now);
  await stores.imports.complete(upload, 'waiting', now);
}

async function takenUp() {
  const found = await stores.imports.claim('a', { now, until: now + 10 });
  if (!found) throw new Error('Nothing waits.');
  return found;
}

const run = async (signal = new AbortController().signal) => runImport.run(await takenUp(), 'a', signal);
const figure = async (name: string) =>
  new RegExp(`^tributary_import${name} (\\d+)$`, 'm').exec(await metrics.text())?.[1];
const outcome = async (id: string) => {
  const found = await stores.imports.find(id);
  return [found?.state, found?.failure?.code, found?.hasContent];
};

describe('an import that is taken up', () => {
  it('is done: nothing of it is left but what it has come to', async () => {
    await waiting('imp_1');
    await run();
    expect(await outcome('imp_1')).toEqual(['done', undefined, false]);
    expect((await stores.imports.find('imp_1'))?.progress).toMatchObject({ accepted: 3, bytesRead: events.length });
    expect([await stores.pieces.imports(), await readdir(dir)]).toEqual([[], []]);
  });

  it('is told in numbers while it runs, and when it has ended', async () => {
    const before = Number(await figure('_rows_total'));
    let running: string | undefined;
    publish = async () => {
      running = await figure('s_running');
    };
    await waiting('imp_1');
    await run();
    expect([running, await figure('s_running')]).toEqual(['1', '0']);
    expect(Number(await figure('_rows_total')) - before).toBe(3);
    expect(await figure('s_ended_total{code="done"}')).toMatch(/^[1-9]/);
  });

  it('fails where its source is gone, its content is not whole, or the bus is away for too long, and keeps its content', async () => {
    await waiting('imp_1');
    sources = [];
    await run();
    expect(await outcome('imp_1')).toEqual(['failed', 'SOURCE_NOT_FOUND', true]);

    sources = ['shop'];
    await waiting('imp_2');
    await stores.pieces.remove('imp_2');
    await run();
    expect(await outcome('imp_2')).toEqual(['failed', 'CONTENT_DAMAGED', true]);

    publish = () => Promise.reject(new BusError('BUS_DEADLINE', 'no answer'));
    await waiting('imp_3');
    await run();
    expect(await outcome('imp_3')).toEqual(['failed', 'NOT_DURABLE', true]);
    expect(await readdir(dir)).toEqual([]);
  });

  it('fails where its file holds a header alone', async () => {
    const seen = { type: 'page', messageId: '{id}', userId: '{id}', timestamp: '2026-01-01T00:00:00Z' };
    await waiting('imp_1', { mapping: { events: [seen] } }, Buffer.from('id,name\n'));
    await run();
    expect(await outcome('imp_1')).toEqual(['failed', 'EMPTY_FILE', true]);
  });

  it('is given up when its process was gone too often', async () => {
    await waiting('imp_1');
    await takenUp();
    for (let time = 1; time < mostTakeovers; time += 1) {
      now += 100;
      await takenUp();
    }
    now += 100;
    await run();
    expect(await outcome('imp_1')).toEqual(['failed', 'KEEPS_STOPPING', true]);
  });

  it('waits again when the process is told to end, and when an engine fails', async () => {
    await waiting('imp_1');
    const stopping = new AbortController();
    publish = () => {
      stopping.abort(new Error('The process ends.'));
      return Promise.reject(new BusError('BUS_CLOSED', 'it ends'));
    };
    await run(stopping.signal);
    expect(await outcome('imp_1')).toEqual(['waiting', undefined, true]);

    publish = () => Promise.reject(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }));
    await expect(run()).rejects.toThrow('ECONNREFUSED');
    expect(await outcome('imp_1')).toEqual(['waiting', undefined, true]);

    publish = () => Promise.resolve();
    await run();
    expect(await outcome('imp_1')).toEqual(['done', undefined, false]);
  });

  it('stops when it is cancelled or forgotten meanwhile, and leaves nothing behind', async () => {
    await waiting('imp_1');
    publish = async () => {
      await stores.imports.cancel('imp_1', now);
      await new Promise((resolve) => setTimeout(resolve, 100));
    };
    await run();
    expect(await outcome('imp_1')).toEqual(['cancelled', undefined, false]);
    // What had been sent by then is told.
    expect((await stores.imports.find('imp_1'))?.progress?.accepted).toBe(3);

    await waiting('imp_2');
    publish = () => stores.imports.remove('imp_2');
    await run();
    expect([await stores.pieces.imports(), await readdir(dir)]).toEqual([[], []]);
    expect(await stores.notes.of({ id: 'imp_2', run: 1 }).load()).toEqual([]);
  });
});
