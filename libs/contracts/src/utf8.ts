/** UTF-8 of the many small texts that become records: bytes of their own for each would cost more than the encoding. */

const utf8 = new TextEncoder();
/** Texts share a block, so that it is allocated once for hundreds of records; one that is kept keeps its block. */
const blockBytes = 65_536;
/** UTF-8 writes at most so many bytes for a unit of UTF-16. */
const bytesPerUnit = 3;

let block = new Uint8Array(0);
let used = 0;

export function utf8BytesOf(text: string): Uint8Array {
  const most = text.length * bytesPerUnit;
  if (most > blockBytes / 4) return utf8.encode(text);
  if (used + most > block.length) {
    block = new Uint8Array(blockBytes);
    used = 0;
  }
  const start = used;
  used += utf8.encodeInto(text, block.subarray(start)).written;
  return block.subarray(start, used);
}
