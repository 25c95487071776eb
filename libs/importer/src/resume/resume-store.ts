/** Where an import remembers how far it came: lines of text, in a file beside it or wherever its caller keeps such things. */
import { appendFile, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { unwritable } from '../unreadable.ts';

export interface ResumeStore {
  /** What an earlier run has left, in the order in which it was written; any of it may be half. */
  load(): Promise<readonly string[]>;
  /** Puts these lines in the place of all others. */
  replace(lines: readonly string[]): Promise<void>;
  /** Resolves when the line outlives this process; several may be under way at once. */
  append(line: string): Promise<void>;
  remove(): Promise<void>;
}

/** A line ends where the next one begins, so that half of one spoils no other. */
export function resumeFile(file: string): ResumeStore {
  return {
    load: async () => (await readFile(file, 'utf8').catch(() => '')).split('\n'),
    replace: async (lines) => {
      try {
        // Whole or not at all.
        await writeFile(`${file}.new`, lines.join('\n'));
        await rename(`${file}.new`, file);
      } catch (error) {
        throw unwritable(file, error);
      }
    },
    append: (line) => appendFile(file, `\n${line}`),
    remove: () => rm(file, { force: true }),
  };
}
