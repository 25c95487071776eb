/** One line that is written over where a person watches, and a few lines where a file does. */
import { type WriteStream } from 'node:tty';

export interface ProgressLine {
  readonly show: (events: number) => void;
  readonly end: () => void;
}

/** Often enough to see that it moves. */
const everyMs = 200;
const linesEvery = 1_000;

export function progressLine(stream: NodeJS.WriteStream | WriteStream): ProgressLine {
  let shownAt = 0;
  let told = 0;
  const text = (events: number): string => `  ${events.toLocaleString('en-GB')} events sent`;
  return {
    show: (events) => {
      if (!stream.isTTY) {
        if (events - told >= linesEvery) stream.write(`${text((told = events))}\n`);
        return;
      }
      const now = performance.now();
      if (now - shownAt < everyMs) return;
      shownAt = now;
      stream.write(`\r${text(events)}`);
    },
    end: () => {
      if (stream.isTTY && shownAt > 0) stream.write('\r\u001b[K');
    },
  };
}
