/** Pages of rejections fit into memory, however large what was refused is. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { topics, type EventRejected } from '@tributary/contracts';
import { connectStore, migrate } from '@tributary/mongo';
import { openStore } from '@tributary/mongo-embedded';
import { ingestionService } from '../../index.ts';
import { MongoRejectionStore } from './rejection-store.ts';
import { collections, type RejectionDocument } from './schemas.ts';

const opened = async () => {
  const engine = await openStore({ file: ':memory:' });
  const connection = await connectStore({ uri: engine.uri, database: 'ingestion', namespace: '' });
  await migrate(connection, ingestionService);
  const close = async () => {
    await connection.close();
    await engine.close();
  };
  const store = new MongoRejectionStore(connection.collection<RejectionDocument>(collections.rejections));
  return { store, close };
};

const refused = (code: string, count: number, bytes: number): readonly EventRejected[] =>
  Array.from({ length: count }, (_, index) => ({
    ...topics.eventRejected.message.example,
    ...{ rejection: `j_${code}${index}`, code, bytes: 'A'.repeat(bytes) },
    receivedAt: new Date(Date.UTC(2026, 2, 1, 10, 0, index)).toISOString(),
  }));

describe('rejections in pages', () => {
  let opening: Awaited<ReturnType<typeof opened>>;
  beforeAll(async () => {
    opening = await opened();
  });
  afterAll(() => opening.close());

  const walk = async (code: string, limit: number): Promise<readonly (readonly string[])[]> => {
    const pages: (readonly string[])[] = [];
    for (let after: string | undefined; ;) {
      const { items, more } = await opening.store.page({ code, after, order: 'oldest-first', limit });
      pages.push(items.map(({ rejection }) => rejection));
      const last = items.at(-1);
      if (!more || !last) return pages;
      after = `${last.receivedAt}|${last.rejection}`;
    }
  };

  it('are as many as are asked for, and the last page says that it is', async () => {
    await opening.store.keep(refused('SMALL', 6, 20));
    expect((await walk('SMALL', 4)).map((page) => page.length)).toEqual([4, 2]);
    expect((await walk('SMALL', 6)).map((page) => page.length)).toEqual([6]);
    expect(await walk('NONE', 6)).toEqual([[]]);
  });

  it('are fewer where they are large; each comes once, in order', async () => {
    const all = refused('LARGE', 9, 8_000_000);
    for (const one of all) await opening.store.keep([one]);
    const pages = await walk('LARGE', 500);
    expect(pages.map((page) => page.length)).toEqual([3, 3, 3]);
    expect(pages.flat()).toEqual(all.map(({ rejection }) => rejection));
  });
});
