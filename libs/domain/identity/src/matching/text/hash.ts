/**
 * 32-bit hashes (FNV-1a with the finaliser of MurmurHash3): places where records meet are found by them, never decided. They are signed:
 * V8 keeps such a number in the field itself, and one from 2^31 on in an object of its own, which each comparison would have to fetch.
 */

export function hashOf(text: string, seed = 0x811c9dc5): number {
  let hash = seed;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return finish(hash);
}

/** Of an ordered pair of hashes. */
export const mixed = (a: number, b: number): number => finish(Math.imul(a, 0x9e3779b1) ^ b);

function finish(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}
