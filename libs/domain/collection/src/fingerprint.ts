/** A short mark of a content, to tell a retry from another message with the same id. Fast, not cryptographic: nothing is trusted because of it. */

/** FNV-1a's prime and a second odd constant with well spread bits: two lanes together make 64 bits. */
const first = 0x01000193;
const second = 0x85ebca6b;

export function fingerprint(content: string): string {
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  for (let at = 0; at < content.length; at += 1) {
    const code = content.charCodeAt(at);
    a = Math.imul(a ^ code, first);
    b = Math.imul(b ^ code, second);
    b ^= b >>> 15;
  }
  return hex(a ^ content.length) + hex(b);
}

const hex = (value: number): string => (value >>> 0).toString(16).padStart(8, '0');
