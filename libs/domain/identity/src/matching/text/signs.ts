/** Short texts of digits or letters as whole numbers, four bits a sign: in how many places two differ is seen without reading them. */

const signs = 8; // as many as 32 bits hold

/** Eight signs from `from` on. Letters that share their four bits look alike, so texts may differ in more places, never in fewer. */
export function signsOf(text: string, from = 0): number {
  let coded = 0;
  for (let at = from; at < from + signs; at += 1)
    coded = (coded << 4) | (at < text.length ? text.charCodeAt(at) & 15 : 0);
  return coded;
}

/** The lowest bit of each sign that differs. */
export function signsThatDiffer(a: number, b: number): number {
  const bits = a ^ b;
  return (bits | (bits >>> 1) | (bits >>> 2) | (bits >>> 3)) & 0x11111111;
}

/** How many are set. */
export function countBits(bits: number): number {
  let left = bits - ((bits >>> 1) & 0x55555555);
  left = (left & 0x33333333) + ((left >>> 2) & 0x33333333);
  return Math.imul((left + (left >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
