/** Chance that can be repeated: a hash of texts as a number, the same on every machine. */

/** 53 bits by two rounds of multiply and mix (the last steps of MurmurHash3 on two lanes). */
export function hashOf(...texts: readonly string[]): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (const text of texts) {
    for (let at = 0; at <= text.length; at++) {
      // Past the end a separator, so that ('ab', 'c') differs from ('a', 'bc').
      const unit = at < text.length ? text.charCodeAt(at) : 0x1_0001;
      high = Math.imul(high ^ unit, 0x9e3779b1);
      low = Math.imul(low ^ unit, 0x5f356495);
    }
  }
  high = finished(high) ^ finished(low ^ (high >>> 13));
  low = finished(low) ^ finished(high ^ (low >>> 13));
  return (high >>> 11) * 2 ** 32 + (low >>> 0);
}

function finished(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/** The seed of a decision. */
export const seedOf = (decision: string): string => hashOf('decision', decision).toString(36);
