/** Says whether a movement of a finger was a swipe to the left or the right; up and down is scrolling. */

export interface Touch {
  readonly x: number;
  readonly y: number;
  readonly at: number;
}

export interface Swipe {
  readonly direction: 'left' | 'right';
  /** CSS pixels. */
  readonly distance: number;
}

const shortest = 50; // less is the trembling of a tap
const slowest = 800; // milliseconds; slower is dragging
const steepness = 2; // as far sideways as twice up or down

export function swipeBetween(from: Touch, to: Touch): Swipe | undefined {
  const across = to.x - from.x;
  const distance = Math.abs(across);
  if (distance < shortest || to.at - from.at > slowest || distance < steepness * Math.abs(to.y - from.y))
    return undefined;
  return { direction: across < 0 ? 'left' : 'right', distance: Math.round(distance) };
}
