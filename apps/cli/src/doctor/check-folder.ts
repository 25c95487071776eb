/** The files of the embedded engines: there, sound, and with room to grow. */
import { BusError } from '@tributary/bus';
import { checkBusFile } from '@tributary/bus-embedded';
import { stat, statfs } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { reasonOf, type Finding, type Tell } from './finding.ts';

const area = 'data folder';
const busFile = 'bus.sqlite';
const files = [busFile, 'store.sqlite'] as const;
const gigabyte = 1024 ** 3;
/** A full disk is answered with 503, and nothing is lost; but nothing is taken either. */
const free = { warnBytes: 5 * gigabyte, failBytes: gigabyte / 2 } as const;

/** Nothing is said of a folder that holds no engine. */
export async function checkFolder(dir: string, tell: Tell): Promise<void> {
  const sizes = await Promise.all(
    files.map((file) =>
      stat(join(dir, file)).then(
        ({ size }) => size,
        () => undefined,
      ),
    ),
  );
  if (sizes.every((size) => size === undefined)) return;
  for (const [index, file] of files.entries()) {
    const size = sizes[index];
    if (size !== undefined) await checkFile(join(dir, file), size, tell);
  }
  const { bavail, bsize } = await statfs(dir);
  const bytes = bavail * bsize;
  const what = `${gigabytes(bytes)} are free under ${resolve(dir)}`;
  const level = bytes < free.failBytes ? 'FAIL' : bytes < free.warnBytes ? 'warn' : 'ok';
  tell({ level, area, what, ...(level === 'ok' ? {} : { fix: 'Make room: a full disk stops every door with 503.' }) });
}

async function checkFile(file: string, size: number, tell: Tell): Promise<void> {
  const { DatabaseSync } = await import('node:sqlite');
  try {
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      const [answer] = database.prepare('PRAGMA quick_check(1)').all();
      const verdict = String(Object.values(answer ?? {})[0]);
      if (verdict !== 'ok') {
        tell(damaged(file, verdict));
        return;
      }
    } finally {
      database.close();
    }
    if (basename(file) === busFile) checkBusFile(file);
    tell({ level: 'ok', area, what: `${file} is sound (${gigabytes(size)})` });
  } catch (error) {
    if (isDamage(error)) tell(damaged(file, reasonOf(error)));
    else {
      const fix = 'Stop the process that holds it to have it checked, or take a backup: that reads all of it.';
      tell({ level: 'warn', area, what: `${file} cannot be checked now: ${reasonOf(error)}`, fix });
    }
  }
}

const damaged = (file: string, verdict: string): Finding => ({
  ...{ level: 'FAIL', area, what: `${file} is damaged: ${verdict}` },
  fix: 'Stop the process and restore a backup: docs/operate/backup.md.',
});

/** SQLITE_CORRUPT and SQLITE_NOTADB; the upper bytes tell variants. */
const damages = new Set([11, 26]);

const isDamage = (error: unknown): boolean =>
  error instanceof BusError ||
  (typeof error === 'object' && error !== null && 'errcode' in error && damages.has(Number(error.errcode) & 0xff));

const gigabytes = (bytes: number): string => `${(bytes / gigabyte).toFixed(2)} GB`;
