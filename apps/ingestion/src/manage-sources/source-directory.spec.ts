import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { testClock } from '@tributary/testing';
import { type Source, type SourceStore } from '../ports.ts';
import { SourceDirectory } from './source-directory.ts';

const web: Source = {
  ...{ id: 'web', name: 'Web', kind: 'client', writeKey: 'wk_1', createdAt: '2026-03-01T10:00:00.000Z' },
};

/** What the processes share, as it answers or does not. */
function sharedStore() {
  const sources = new Map([[web.id, web]]);
  const state = { looks: 0, answers: (): Promise<void> => Promise.resolve() };
  const look = async <T>(read: () => T): Promise<T> => {
    state.looks += 1;
    const found = read();
    await state.answers();
    return found;
  };
  const store: Pick<SourceStore, 'all' | 'byWriteKey'> = {
    all: () => look(() => [...sources.values()]),
    byWriteKey: (key) => look(() => [...sources.values()].find(({ writeKey }) => writeKey === key)),
  };
  const put = (change: Partial<Source>): void => {
    const source = { ...web, ...change };
    sources.set(source.id, source);
  };
  return { store, state, put };
}

function setUp() {
  const shared = sharedStore();
  const clock = testClock('2026-03-01T10:00:00.000Z');
  return { ...shared, clock, process: () => new SourceDirectory(shared.store, clock) };
}

describe('a process that knows the sources', () => {
  it('knows within a second what another has changed, also as the first thing after a quiet day', async () => {
    const { put, clock, process } = setUp();
    const directory = process();
    expect((await directory.byWriteKey('wk_1'))?.disabled).toBeUndefined();
    put({ disabled: true });
    clock.advance(1_000);
    expect((await directory.byWriteKey('wk_1'))?.disabled).toBe(true);
    put({ disabled: false });
    clock.advance(86_400_000);
    expect((await directory.byWriteKey('wk_1'))?.disabled).toBe(false);
  });

  it('takes a new key at once, and the old one no longer than a second', async () => {
    const { put, clock, process } = setUp();
    const directory = process();
    await directory.known();
    put({ writeKey: 'wk_2' });
    clock.advance(500);
    expect((await directory.byWriteKey('wk_2'))?.id).toBe('web');
    expect(await directory.byWriteKey('wk_1')).toBeUndefined();
  });

  it('asks the store once a second, however many ask it, and whatever keys they guess', async () => {
    const { state, clock, process } = setUp();
    const directory = process();
    const keys = ['wk_1', 'wk_1', 'guessed'];
    await directory.known();
    for (let second = 0; second < 4; second += 1) {
      await Promise.all(keys.map((key) => directory.byWriteKey(key)));
      await Promise.all(keys.map((key) => directory.byWriteKey(key)));
      clock.advance(1_000);
    }
    expect(state.looks).toBe(4 + 1);
  });

  it('serves with what it knows while the store is away, and waits for it a moment, once in a second', async () => {
    const { state, clock, process } = setUp();
    const directory = process();
    await directory.known();
    state.answers = () => new Promise(() => undefined);
    clock.advance(2_000);
    expect((await directory.byWriteKey('wk_1'))?.id).toBe('web');
    const others = Array.from({ length: 100 }, () => directory.byWriteKey('wk_1'));
    expect(await Promise.race([Promise.all(others), pause(0).then(() => 'late')])).not.toBe('late');
    state.answers = () => Promise.reject(new Error('away'));
    clock.advance(2_000);
    expect((await directory.byWriteKey('wk_1'))?.id).toBe('web');
  });

  it('refuses to guess where it has never known any, and asks again with the next question', async () => {
    const { state, process } = setUp();
    const directory = process();
    state.answers = () => Promise.reject(new Error('away'));
    await expect(directory.byWriteKey('wk_1')).rejects.toThrow('away');
    state.answers = () => Promise.resolve();
    expect((await directory.byWriteKey('wk_1'))?.id).toBe('web');
  });

  it('does not go back to what a slow look had seen before a change of its own', async () => {
    const { state, put, clock, process } = setUp();
    const directory = process();
    await directory.known();
    const slow = Promise.withResolvers<undefined>();
    state.answers = () => slow.promise;
    clock.advance(2_000);
    const asking = directory.known();
    put({ disabled: true });
    state.answers = () => Promise.resolve();
    await directory.reload();
    slow.resolve(undefined);
    await asking;
    expect((await directory.byWriteKey('wk_1'))?.disabled).toBe(true);
  });
});
