/** Cuts a stream of bytes into messages. */
import { WireError } from './message.ts';

const messageLimit = 48_000_000 + 16_384; // what hello promises, and room for the command around it
const leastMessage = 16;

/** Answers the frames that are complete now; keeps the rest. */
export function framing(): (chunk: Buffer) => readonly Buffer[] {
  let chunks: Buffer[] = [];
  let held = 0;
  return (chunk) => {
    chunks.push(chunk);
    held += chunk.length;
    const frames: Buffer[] = [];
    while (held >= 4) {
      const length = lengthOf(chunks);
      if (length < leastMessage || length > messageLimit)
        throw new WireError(`a message of ${length} bytes is not acceptable`);
      if (held < length) break;
      const all = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, held);
      frames.push(all.subarray(0, length));
      held -= length;
      chunks = held > 0 ? [all.subarray(length)] : [];
    }
    return frames;
  };
}

function lengthOf(chunks: Buffer[]): number {
  const [first] = chunks;
  if (first && first.length >= 4) return first.readInt32LE(0);
  const joined = Buffer.concat(chunks);
  chunks.splice(0, chunks.length, joined);
  return joined.readInt32LE(0);
}
