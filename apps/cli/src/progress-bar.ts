/** One line that fills: drawn again in place on a terminal, silent elsewhere. */
import { type ImportProgress } from '@tributary/importer';

export interface Terminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const width = 30;

export interface ProgressBar<Progress> {
  show(progress: Progress): void;
  end(): void;
}

export function progressBar<Progress>(terminal: Terminal, draw: (progress: Progress) => string): ProgressBar<Progress> {
  if (terminal.isTTY !== true) return { show: () => undefined, end: () => undefined };
  let isShown = false;
  return {
    show: (progress) => {
      isShown = true;
      terminal.write(`\r${draw(progress)}\u001b[K`);
    },
    end: () => {
      if (isShown) terminal.write('\n');
    },
  };
}

type Drawn = Omit<ImportProgress, 'leftOut' | 'firstTime' | 'lastTime'>;

export function drawImport({ read, lines, events, rejected }: Drawn): string {
  const refused = rejected === 0 ? '' : `, ${counted(rejected)} refused`;
  return `${drawBar(read)}  ${counted(lines)} lines, ${counted(events)} events${refused}`;
}

/** `part`: from 0 to 1. */
export function drawBar(part: number): string {
  const filled = Math.round(part * width);
  return `${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${Math.floor(part * 100)} %`;
}

export const counted = (count: number): string => count.toLocaleString('en');
