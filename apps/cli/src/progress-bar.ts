/** One line that fills: drawn again in place on a terminal, silent elsewhere. */
import { type ImportProgress } from '@tributary/importer';

export interface Terminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const width = 30;

export interface ProgressBar {
  show(progress: ImportProgress): void;
  end(): void;
}

export function progressBar(terminal: Terminal): ProgressBar {
  if (terminal.isTTY !== true) return { show: () => undefined, end: () => undefined };
  return {
    show: (progress) => void terminal.write(`\r${drawBar(progress)}\u001b[K`),
    end: () => void terminal.write('\n'),
  };
}

export function drawBar({ read, lines, events, rejected }: ImportProgress): string {
  const filled = Math.round(read * width);
  const refused = rejected === 0 ? '' : `, ${counted(rejected)} refused`;
  const bar = `${'█'.repeat(filled)}${'░'.repeat(width - filled)}`;
  return `${bar} ${Math.floor(read * 100)} %  ${counted(lines)} lines, ${counted(events)} events${refused}`;
}

export const counted = (count: number): string => count.toLocaleString('en');
