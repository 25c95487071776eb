/** Recognises three presses on the same spot within a second: somebody expects what does not come. */

export interface Press {
  readonly x: number;
  readonly y: number;
  readonly at: number;
}

const presses = 3;
const withinTime = 1_000;
const withinPixels = 30;

/** Answers what to remember for the next press; nothing once it was rage, so that each burst is told once. */
export function pressAgain(
  recent: readonly Press[],
  press: Press,
): { readonly recent: readonly Press[]; readonly rage: boolean } {
  const near = recent.filter(
    ({ x, y, at }) => press.at - at <= withinTime && Math.hypot(press.x - x, press.y - y) <= withinPixels,
  );
  return near.length + 1 >= presses ? { recent: [], rage: true } : { recent: [...near, press], rage: false };
}
