/** Who may do what with an import, whichever processes are at it at once. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { anOrder, type ImportStores, openImportStores } from '../testing/import-stores.ts';
import { type ImportProgress } from './ports.ts';

let stores: ImportStores;
beforeAll(async () => {
  stores = await openImportStores();
});
afterAll(() => stores.close());
beforeEach(() => stores.empty());

const lease = (now: number) => ({ now, until: now + 100 });
const progress: ImportProgress = {
  ...{ bytesRead: 10, rows: 2, events: 2, accepted: 1, rejected: 1, leftOut: 0 },
  ...{ firstTime: '2026-01-01T00:00:00.000Z', lastTime: null },
};

async function waiting(id: string) {
  await stores.imports.add(id, anOrder, 1);
  const upload = await stores.imports.beginUpload(id, 1);
  if (!upload) throw new Error('It is receiving.');
  return stores.imports.complete(upload, 'waiting', 2);
}

async function claimed(owner: string, now: number) {
  const found = await stores.imports.claim(owner, lease(now));
  return found && { id: found.id, owner, run: found.run };
}

async function claimedForSure(owner: string, now: number) {
  const claim = await claimed(owner, now);
  if (!claim) throw new Error('Nothing waits.');
  return claim;
}

describe('an import that waits', () => {
  it('is taken up by one process, the oldest first', async () => {
    for (const id of ['imp_2', 'imp_1', 'imp_3']) await waiting(id);
    const both = await Promise.all([claimed('a', 10), claimed('b', 10)]);
    expect(both.map((one) => one?.id).sort()).toEqual(['imp_1', 'imp_2']);
    expect((await claimed('c', 10))?.id).toBe('imp_3');
    expect(await claimed('d', 10)).toBeUndefined();
  });

  it('is taken over when its process is silent for longer than it may be, and not before', async () => {
    await waiting('imp_1');
    const first = await claimedForSure('a', 10);
    expect(await stores.imports.beat(first, progress, lease(100))).toBe('running');
    expect(await claimed('b', 199)).toBeUndefined();
    const second = await claimedForSure('b', 200);
    expect(second).toEqual({ id: 'imp_1', owner: 'b', run: 2 });
    expect(await stores.imports.find('imp_1')).toMatchObject({ takeovers: 1, run: 2, startedAt: 10, progress });
    // Whoever was silent has nothing to say any more.
    expect(await stores.imports.beat(first, null, lease(201))).toBeUndefined();
    expect(await stores.imports.end(first, { failure: null }, 201)).toBeUndefined();
    await stores.imports.release(first);
    expect(await stores.imports.end(second, { failure: null }, 202)).toMatchObject({ state: 'done', endedAt: 202 });
  });

  it('is there for others at once when its process lets it go', async () => {
    await waiting('imp_1');
    await stores.imports.release(await claimedForSure('a', 10));
    expect(await claimed('b', 11)).toEqual({ id: 'imp_1', owner: 'b', run: 2 });
    expect((await stores.imports.find('imp_1'))?.takeovers).toBe(0);
  });

  it('tells its process that it was cancelled, which tells what was done until then', async () => {
    await waiting('imp_1');
    const claim = await claimedForSure('a', 10);
    expect((await stores.imports.cancel('imp_1', 11))?.state).toBe('cancelled');
    expect(await stores.imports.beat(claim, progress, lease(12))).toBe('cancelled');
    expect(await stores.imports.end(claim, { failure: null }, 13)).toBeUndefined();
    expect(await stores.imports.find('imp_1')).toMatchObject({ state: 'cancelled', progress, endedAt: 11 });
    expect(await stores.imports.cancel('imp_1', 14)).toBeUndefined();
  });

  it('that has failed waits again with another order, and nothing of the run before', async () => {
    await waiting('imp_1');
    const failure = { code: 'MISSING_COLUMN', detail: 'No.', fix: 'Mend it.' };
    await stores.imports.end(await claimedForSure('a', 10), { failure }, 11);
    expect(await stores.imports.find('imp_1')).toMatchObject({ state: 'failed', failure });
    const order = { ...anOrder, dryRun: true };
    expect(await stores.imports.restart('imp_1', ['held'], order, 12)).toBeUndefined();
    expect(await stores.imports.restart('imp_1', ['failed'], order, 12)).toMatchObject({
      ...{ state: 'waiting', failure: null, progress: null, startedAt: null, endedAt: null, order },
    });
    await stores.imports.cancel('imp_1', 13);
    await stores.imports.contentRemoved('imp_1');
    expect(await stores.imports.restart('imp_1', ['cancelled'], order, 14)).toBeUndefined();
  });
});

describe('a content that is received', () => {
  it('is that of the newest upload, whatever an older one still has on its way', async () => {
    await stores.imports.add('imp_1', anOrder, 1);
    const older = await stores.imports.beginUpload('imp_1', 1);
    const newer = await stores.imports.beginUpload('imp_1', 2);
    if (!older || !newer) throw new Error('It is receiving.');
    const bytes = (text: string) => Buffer.from(text);
    expect(await stores.pieces.put(older, { offset: 0, bytes: bytes('old') })).toBe(true);
    expect(await stores.imports.advance(older, 3, 3)).toBe(false);
    expect(await stores.pieces.put(newer, { offset: 0, bytes: bytes('newer') })).toBe(true);
    expect(await stores.pieces.put(older, { offset: 0, bytes: bytes('old') })).toBe(false);
    expect(await stores.imports.advance(newer, 5, 4)).toBe(true);
    expect(Buffer.from((await stores.pieces.at('imp_1', 4))?.bytes ?? []).toString()).toBe('newer');
    expect(await stores.imports.complete(older, 'waiting', 5)).toBeUndefined();
    expect(await stores.imports.complete(newer, 'held', 5)).toMatchObject({ state: 'held', received: 5 });
    expect(await stores.imports.beginUpload('imp_1', 6)).toBeUndefined();
  });

  it('is read in order, up to where it ends, and removed alone', async () => {
    for (const id of ['imp_1', 'imp_2']) {
      await stores.imports.add(id, anOrder, 1);
      const upload = await stores.imports.beginUpload(id, 1);
      if (!upload) throw new Error('It is receiving.');
      for (let offset = 0; offset < 100; offset += 2) {
        await stores.pieces.put(upload, { offset, bytes: Buffer.from([offset, offset + 1]) });
      }
    }
    const read: number[] = [];
    for await (const { bytes } of stores.pieces.before('imp_1', 98)) read.push(...bytes);
    expect(read).toEqual(Array.from({ length: 98 }, (_, index) => index));
    await stores.pieces.remove('imp_1');
    expect(await stores.pieces.imports()).toEqual(['imp_2']);
  });
});

describe('what a run leaves behind', () => {
  const rejected = (line: number) => ({ line, code: 'INVALID_CELL', detail: `of ${line}` });

  it('is told by line, page after page, and alone', async () => {
    const run = { id: 'imp_1', run: 2 };
    await stores.rejections.add({ id: 'imp_1', run: 1 }, [rejected(5)], 0);
    await stores.rejections.add({ id: 'imp_10', run: 2 }, [rejected(5)], 0);
    await stores.rejections.add(run, [rejected(20), rejected(3)], 0);
    await stores.rejections.add(run, [rejected(100), rejected(3)], 2);
    const first = await stores.rejections.page(run, undefined, 3);
    expect(first.map(({ line }) => line)).toEqual([3, 3, 20]);
    const second = await stores.rejections.page(run, first.at(-1)?.position, 3);
    expect(second).toMatchObject([rejected(100)]);
    expect(await stores.rejections.page({ id: 'imp_1', run: 3 }, first.at(-1)?.position, 3)).toEqual([]);
    await stores.rejections.removeBefore(run);
    expect(await stores.rejections.page({ id: 'imp_1', run: 1 }, undefined, 3)).toEqual([]);
    expect((await stores.rejections.page(run, undefined, 9)).length).toBe(4);
    await stores.rejections.remove('imp_1');
    expect((await stores.rejections.page({ id: 'imp_10', run: 2 }, undefined, 9)).length).toBe(1);
  });

  it('is noted behind what earlier runs have noted', async () => {
    const first = stores.notes.of({ id: 'imp_1', run: 1 });
    await first.replace(['head']);
    await Promise.all([first.append('one'), first.append('two')]);
    const second = stores.notes.of({ id: 'imp_1', run: 2 });
    await second.append('three');
    expect(await second.load()).toEqual(['head', 'one', 'two', 'three']);
    await second.replace(['another']);
    expect(await first.load()).toEqual(['another']);
    await second.remove();
    expect(await first.load()).toEqual([]);
  });
});
