import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { Turns } from './turns.ts';

it('lets so many work at once and the others wait, also behind work that fails', async () => {
  const turns = new Turns(2);
  const open: (() => void)[] = [];
  let [working, most, done] = [0, 0, 0];
  const work = (index: number) =>
    turns.take(async () => {
      working += 1;
      most = Math.max(most, working);
      await new Promise<void>((resolve) => open.push(resolve));
      working -= 1;
      if (index % 2 === 0) throw new Error('failed');
    });
  const all = [0, 1, 2, 3, 4, 5].map((index) =>
    work(index)
      .catch(() => undefined)
      .finally(() => (done += 1)),
  );
  while (done < all.length) {
    await turn();
    open.shift()?.();
  }
  await Promise.all(all);
  expect([most, working]).toEqual([2, 0]);
});
