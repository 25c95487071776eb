/** How much memory something takes at its peak, in megabytes beyond what was there before. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const everyMs = 5;

/** Only what is still held counts: what lies about is collected first. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') Reflect.apply(collect, undefined, []);
}

const megabytes = (): number => process.memoryUsage.rss() / 1_000_000;

export async function peakOf(work: () => Promise<void>): Promise<number> {
  collectGarbage();
  const before = megabytes();
  let peak = before;
  const look = (): void => {
    peak = Math.max(peak, megabytes());
  };
  const looking = setInterval(look, everyMs);
  try {
    await work();
    look();
  } finally {
    clearInterval(looking);
  }
  return Math.round(peak - before);
}
