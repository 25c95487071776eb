/** Random numbers that come again: the same seed gives the same run. */
export interface Seeded {
  /** From 0 up to 1, exclusive. */
  next(): number;
  /** A whole number from 0 up to `limit`, exclusive. */
  below(limit: number): number;
  chance(share: number): boolean;
}

/** Mulberry32: 32 bits of state, good enough to draw traffic from. */
export function seeded(seed: number): Seeded {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return { next, below: (limit) => Math.floor(next() * limit), chance: (share) => next() < share };
}
