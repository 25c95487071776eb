/** The content of an import: however it is cut, sent again or broken off, it is the file in the end, or it is said what is wrong. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Problem } from '@tributary/http';
import fc from 'fast-check';
import { anOrder, type ImportStores, openImportStores } from '../testing/import-stores.ts';
import { ContentKeeper } from './content-keeper.ts';
import { type ImportOrder } from './ports.ts';
import { ReceiveContent } from './receive-content.ts';
import { pieceBytes } from './write-content.ts';

let stores: ImportStores;
let waiting: number;
let receive: ReceiveContent;
beforeAll(async () => {
  stores = await openImportStores();
  const content = new ContentKeeper(stores);
  const clock = { now: () => 1 };
  receive = new ReceiveContent({ ...stores, content, clock, mostBytes: 5_000_000, onWaiting: () => (waiting += 1) });
});
afterAll(() => stores.close());
beforeEach(async () => {
  await stores.empty();
  waiting = 0;
});

class Broken extends Error {}

/** In chunks of that size; breaks off behind the last where it is told to. */
async function* chunksOf(bytes: Buffer, size: number, breaks = false): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) {
    await Promise.resolve();
    yield bytes.subarray(at, at + size);
  }
  if (breaks) throw new Broken();
}

interface Sending {
  readonly offset?: number;
  readonly last?: boolean;
  readonly chunk?: number;
  readonly breaks?: boolean;
  /** Said before, as a header does. */
  readonly declares?: boolean;
}

const send = (
  id: string,
  bytes: Buffer,
  { offset = 0, last = false, chunk = 65_536, breaks, declares }: Sending = {},
) =>
  receive.take({
    ...{ id, offset, last },
    length: declares === true ? bytes.length : undefined,
    chunks: chunksOf(bytes, chunk, breaks),
  });

const begin = (id: string, order: Partial<ImportOrder> = {}) => stores.imports.add(id, { ...anOrder, ...order }, 1);

async function kept(id: string): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  const received = (await stores.imports.find(id))?.received ?? 0;
  for await (const { bytes } of stores.pieces.before(id, received)) pieces.push(bytes);
  return Buffer.concat(pieces);
}

const problemOf = (sending: Promise<unknown>) =>
  sending.then(
    () => undefined,
    (error: unknown) => (error as Problem).parts.code,
  );

const file = Buffer.from(Array.from({ length: 2_600_000 }, (_, index) => (index * 7) % 251));

describe('the content of an import', () => {
  it('is kept in pieces, and begins to be imported when it was the last', async () => {
    await begin('imp_1');
    expect(await send('imp_1', file, { last: true })).toMatchObject({ state: 'waiting', received: file.length });
    expect([(await kept('imp_1')).equals(file), waiting]).toEqual([true, 1]);
    expect((await stores.pieces.at('imp_1', 0))?.bytes.length).toBe(pieceBytes);
  });

  it('begins to be imported when the declared size is there, or is held for a look', async () => {
    await begin('imp_1', { size: 10 });
    expect((await send('imp_1', file.subarray(0, 6))).state).toBe('receiving');
    expect((await send('imp_1', file.subarray(6, 10), { offset: 6 })).state).toBe('waiting');
    await begin('imp_2', { size: 10, preview: true });
    expect([(await send('imp_2', file.subarray(0, 10))).state, waiting]).toEqual(['held', 1]);
  });

  it('is the file, however it is cut, broken off and sent again', async () => {
    const small = file.subarray(0, 5_000);
    const upload = fc.record({ back: fc.nat(4_000), length: fc.nat(4_000), chunk: fc.integer({ min: 1, max: 900 }), breaks: fc.boolean() }); // prettier-ignore
    let count = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(upload, { maxLength: 6 }), async (uploads) => {
        const id = `imp_${(count += 1)}`;
        await begin(id);
        for (const { back, length, chunk, breaks } of uploads) {
          const received = (await stores.imports.find(id))?.received ?? 0;
          const offset = Math.max(0, received - back);
          const part = small.subarray(offset, offset + length);
          await send(id, part, { offset, chunk, breaks }).catch((error: unknown) => {
            if (!(error instanceof Broken)) throw error;
          });
          expect((await kept(id)).equals(small.subarray(0, Math.max(received, offset + part.length)))).toBe(true);
        }
        await send(id, small, { last: true });
        expect((await kept(id)).equals(small)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  it('is refused where something before it is missing, and says where to go on', async () => {
    await begin('imp_1');
    await send('imp_1', file.subarray(0, 100));
    await expect(send('imp_1', file, { offset: 101 })).rejects.toMatchObject({
      received: 100,
      parts: { status: 409, code: 'OFFSET_MISMATCH', fix: expect.stringContaining('offset=100') },
    });
  });

  it('is refused where it is another than what was received', async () => {
    await begin('imp_1');
    await send('imp_1', file);
    const other = Buffer.from(file);
    other[1_500_000] = 255;
    expect(await problemOf(send('imp_1', other, { last: true }))).toBe('CONTENT_CHANGED');
    expect((await kept('imp_1')).equals(file)).toBe(true);
  });

  it('is refused beyond the bound and beyond what was declared, before it is sent where that is known', async () => {
    await begin('imp_1');
    const large = Buffer.alloc(5_000_001);
    expect(await problemOf(send('imp_1', large, { declares: true }))).toBe('IMPORT_TOO_LARGE');
    expect((await stores.imports.find('imp_1'))?.received).toBe(0);
    expect(await problemOf(send('imp_1', large))).toBe('IMPORT_TOO_LARGE');
    expect((await stores.imports.find('imp_1'))?.received).toBeLessThanOrEqual(5_000_000);
    await begin('imp_2', { size: 10 });
    expect(await problemOf(send('imp_2', file.subarray(0, 11)))).toBe('SIZE_MISMATCH');
    expect(await problemOf(send('imp_2', file.subarray(0, 9), { last: true }))).toBe('SIZE_MISMATCH');
    expect((await send('imp_2', file.subarray(9, 10), { offset: 9, last: true })).state).toBe('waiting');
  });

  it('that is whole may have its last part sent again, and nothing else', async () => {
    await begin('imp_1');
    await send('imp_1', file.subarray(0, 100), { last: true });
    const again = await send('imp_1', file.subarray(50, 100), { offset: 50, last: true, declares: true });
    expect([again.state, waiting]).toEqual(['waiting', 1]);
    expect(await problemOf(send('imp_1', file.subarray(50, 101), { offset: 50, declares: true }))).toBe(
      'CONTENT_COMPLETE',
    );
    await stores.imports.cancel('imp_1', 2);
    expect(await problemOf(send('imp_1', file.subarray(50, 100), { offset: 50, declares: true }))).toBe(
      'IMPORT_CANCELLED',
    );
    expect(await problemOf(send('imp_0', file))).toBe('IMPORT_NOT_FOUND');
  });

  it('leaves nothing behind where its import is cancelled while it arrives', async () => {
    await begin('imp_1');
    const cancelling = async function* (): AsyncGenerator<Buffer> {
      yield file.subarray(0, 1_200_000);
      await stores.imports.cancel('imp_1', 2);
      await stores.pieces.remove('imp_1');
      yield file.subarray(1_200_000);
    };
    const taken = receive.take({ id: 'imp_1', offset: 0, last: true, length: undefined, chunks: cancelling() });
    expect(await problemOf(taken)).toBe('UPLOAD_TAKEN_OVER');
    expect(await stores.pieces.imports()).toEqual([]);
  });

  it('belongs to the newest of two uploads', async () => {
    await begin('imp_1');
    const slow = async function* (): AsyncGenerator<Buffer> {
      yield file.subarray(0, 1_000_000);
      await send('imp_1', file.subarray(0, 1_500_000));
      yield file.subarray(1_000_000, 2_000_000);
    };
    const older = receive.take({ id: 'imp_1', offset: 0, last: true, length: undefined, chunks: slow() });
    expect(await problemOf(older)).toBe('UPLOAD_TAKEN_OVER');
    expect((await kept('imp_1')).equals(file.subarray(0, 1_500_000))).toBe(true);
  });
});
