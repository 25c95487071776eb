import { expect, it } from '@jest/globals';
import { newestSnapshots } from './newest-snapshots.ts';
import { topics } from './topics.ts';

const snapshot = (key: string, version: number) => ({
  key,
  value: { ...topics.profileUpdated.message.example, version },
});
const erased = (key: string) => ({ key, value: null });
const shown = (...batch: Parameters<typeof newestSnapshots>[0]) =>
  [...newestSnapshots(batch)].map(([key, value]) => [key, value?.version]);

it.each([
  [
    'the last where versions follow each other',
    [snapshot('a', 1), snapshot('a', 2), snapshot('b', 7)],
    [
      ['a', 2],
      ['b', 7],
    ],
  ],
  [
    'the newest where a slower process has published an older one after it',
    [snapshot('a', 2), snapshot('a', 1)],
    [['a', 2]],
  ],
  ['an erasure, whatever the version before it', [snapshot('a', 9), erased('a')], [['a', undefined]]],
  ['whoever comes back after an erasure', [snapshot('a', 9), erased('a'), snapshot('a', 1)], [['a', 1]]],
])('of a batch %s', (_, batch, newest) => {
  expect(shown(...batch)).toEqual(newest);
});
