/** One line that is written over where a person watches, and a few lines where a file does. */
import { type ImportProgress } from '@tributary/importer';

export interface ProgressLine {
  readonly show: (progress: ImportProgress) => void;
  readonly end: () => void;
}

/** Without a person who watches, a line at each tenth of the file. */
const steps = 10;
const width = 30;

export function progressLine(stream: NodeJS.WriteStream): ProgressLine {
  let step = 0;
  return {
    show: (progress) => {
      if (stream.isTTY) {
        stream.write(`\r${line(progress)}`);
      } else if (progress.read * steps >= step) {
        step = Math.floor(progress.read * steps) + 1;
        stream.write(`${line(progress)}\n`);
      }
    },
    end: () => {
      if (stream.isTTY) stream.write('\r\u001b[K');
    },
  };
}

function line({ read, lines, accepted }: ImportProgress): string {
  const bar = '█'.repeat(Math.round(read * width)).padEnd(width, '░');
  return `  ${bar} ${String(Math.round(read * 100)).padStart(3)} %  ${lines.toLocaleString('en-GB')} lines, ${accepted.toLocaleString('en-GB')} events`;
}
