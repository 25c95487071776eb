/** Two processes of ingestion that share nothing but the store: a change in one is soon known in the other. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectStore } from '@tributary/mongo';
import { openStore } from '@tributary/mongo-embedded';
import { testClock } from '@tributary/testing';
import { collections, type SourceDocument } from '../adapters/mongo/schemas.ts';
import { MongoSourceStore } from '../adapters/mongo/source-store.ts';
import { SourceDirectory } from './source-directory.ts';
import { SourcesController } from './sources.controller.ts';

const clock = testClock('2026-03-01T10:00:00.000Z');

const opened = async () => {
  const engine = await openStore({ file: ':memory:' });
  const process = async () => {
    const connection = await connectStore({ uri: engine.uri, database: 'ingestion', namespace: '' });
    const store = new MongoSourceStore(connection.collection<SourceDocument>(collections.sources));
    const directory = new SourceDirectory(store, clock);
    return { directory, sources: new SourcesController(store, directory, clock), close: () => connection.close() };
  };
  const [one, other] = [await process(), await process()];
  const close = async () => {
    for (const each of [one, other]) await each.close();
    await engine.close();
  };
  return { one, other, close };
};

describe('a source that one process', () => {
  let opening: Awaited<ReturnType<typeof opened>>;
  beforeAll(async () => {
    opening = await opened();
  }, 180_000);
  afterAll(() => opening.close());

  const added = (id: string) => opening.one.sources.add({ id, name: id, kind: 'client' });
  const known = (writeKey: string) => opening.other.directory.byWriteKey(writeKey);

  it('adds, is known to the other at once', async () => {
    const { writeKey } = await added('shop');
    expect((await known(writeKey))?.id).toBe('shop');
  });

  it('disables, is disabled in the other a second later', async () => {
    const { writeKey } = await added('kiosk');
    expect((await known(writeKey))?.disabled).toBeUndefined();
    await opening.one.sources.change('kiosk', { disabled: true });
    clock.advance(1_000);
    expect((await known(writeKey))?.disabled).toBe(true);
  });

  it('gives a new key, is known to the other by that at once, and no longer by the old one a second later', async () => {
    const { writeKey: old } = await added('till');
    expect((await known(old))?.id).toBe('till');
    const { writeKey } = await opening.one.sources.renew('till');
    expect((await known(writeKey))?.id).toBe('till');
    clock.advance(1_000);
    expect(await known(old)).toBeUndefined();
  });
});
