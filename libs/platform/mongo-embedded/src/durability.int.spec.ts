/** When an answer may be given: what it says is on the disk by then, unless its client has another write follow. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Request } from './commands/request.ts';
import { type Answer, followedByAnother, Store } from './store.ts';
import { doc, type Value } from './values/value.ts';

describe('an answer', () => {
  let folder: string;
  let store: Store;
  /** Syncs that the disk has not ended. */
  let syncing: ((error: Error | null) => void)[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tributary-durability-'));
    syncing = [];
    const syncFile = (_: number, done: (error: Error | null) => void): void => void syncing.push(done);
    store = new Store({ file: join(folder, 'store.sqlite'), durability: 'full', syncFile }, 'test');
  });
  afterEach(() => {
    store.close();
    rmSync(folder, { recursive: true });
  });

  const request = (fields: Readonly<Record<string, Value>>): Request => {
    const [name = ''] = Object.keys(fields);
    return { name, db: 'test', body: doc(fields), sequences: new Map() };
  };
  const insert = (id: number, more: Readonly<Record<string, Value>> = {}): Request =>
    request({ insert: 'c', documents: [doc({ _id: id })], ...more });
  const found = request({ find: 'c' });
  const followed = { comment: followedByAnother };
  const ask = (...requests: Request[]): readonly Answer[] => store.answer(requests);
  const asked = (one: Request): Answer => ask(one)[0] ?? { reply: doc({}), durable: undefined };
  const end = (error: Error | null = null): void => syncing.shift()?.(error);
  const given: unknown[] = [];
  const noted = ({ durable }: Answer, what: string): Promise<unknown> | undefined =>
    durable?.then(() => given.push(what));
  /** All that is settled has been told. */
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('to a write waits for the disk; one to a read never does', async () => {
    const write = asked(insert(1));
    expect(write.reply).toMatchObject({ n: 1, ok: 1 });
    expect(asked(found).durable).toBeUndefined();
    expect(syncing).toHaveLength(1);
    end();
    await expect(write.durable).resolves.toBeUndefined();
  });

  it('to a write that another follows waits for nothing, and brings nothing to the disk', () => {
    expect(asked(insert(1, followed)).durable).toBeUndefined();
    expect(syncing).toHaveLength(0);
    expect(asked(request({ count: 'c' })).reply).toMatchObject({ n: 1 });
  });

  it('to the write that follows waits for all before it, also when it changes nothing', async () => {
    ask(insert(1, followed));
    const nothing = asked(
      request({ update: 'c', updates: [doc({ q: doc({ _id: 7 }), u: doc({ $set: doc({ a: 1 }) }) })] }),
    );
    expect(nothing.reply).toMatchObject({ n: 0 });
    expect(syncing).toHaveLength(1);
    end();
    await expect(nothing.durable).resolves.toBeUndefined();
  });

  it('to what was committed while the disk was busy waits for the next sync, together with others', async () => {
    given.length = 0;
    void noted(asked(insert(1)), 'first');
    void noted(asked(insert(2)), 'second');
    void noted(asked(insert(3)), 'third');
    expect(syncing).toHaveLength(1);
    end();
    await turn();
    expect(given).toEqual(['first']);
    expect(syncing).toHaveLength(1);
    end();
    await turn();
    expect(given).toEqual(['first', 'second', 'third']);
    expect(syncing).toHaveLength(0);
  });

  it('is an error when the disk refuses, and from then on for every write', async () => {
    const refused = asked(insert(1));
    end(new Error('EIO'));
    await expect(refused.durable).rejects.toThrow('the disk refused a sync; restart the process');
    await expect(asked(insert(2)).durable).rejects.toThrow('the disk refused a sync');
    expect(syncing).toHaveLength(0);
    expect(asked(found).durable).toBeUndefined();
  });
});
