/** What a command has around it: the process, or a test. */
import { type Terminal } from './progress-bar.ts';

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Results. */
  readonly out: Terminal;
  /** Progress and what went wrong. */
  readonly err: Terminal;
  exit(code: number): void;
}
