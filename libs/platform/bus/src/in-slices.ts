/**
 * Long computations in slices: between two of them the event loop serves whoever waits at a door of the same process. Of all that is computed
 * so, one slice runs in a turn of the loop, however many lanes are at it.
 */

/** What nobody at a door notices. */
const leastMs = 2;
/** Where the doors keep the loop busy, so much of each turn is the lanes' all the same: they fall behind, but never stand still. */
const share = 0.25;
/** Nor does anybody at a door wait longer for a slice. */
const mostMs = 20;

let before: Promise<void> = Promise.resolve();

/** The results in the order of the items, as `map` has them. */
export async function inSlices<T, R>(items: readonly T[], compute: (item: T) => R): Promise<R[]> {
  const results: R[] = [];
  while (results.length < items.length) {
    const until = (await nextSlice()) + performance.now();
    for (const item of items.slice(results.length)) {
      results.push(compute(item));
      if (performance.now() >= until) break;
    }
  }
  return results;
}

/** Answers how long it may last, when it is its turn. */
function nextSlice(): Promise<number> {
  const slice = before.then(turnOfLoop).then((tookMs) => Math.min(mostMs, Math.max(leastMs, tookMs * share)));
  before = slice.then(() => undefined);
  return slice;
}

function turnOfLoop(): Promise<number> {
  const asked = performance.now();
  return new Promise((resolve) => {
    setImmediate(() => {
      resolve(performance.now() - asked);
    });
  });
}
