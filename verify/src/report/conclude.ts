/** Keeps what a run has shown beside what earlier ones have, writes the page, and says how many promises were kept. */
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { arch, cpus, platform, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type ConservationResult } from '../conservation.ts';
import { type EmbeddedResult } from '../embedded/embedded-rows.ts';
import { type FaultsResult } from '../faults/faults.ts';
import { pageOf } from './page.ts';
import { countOf, type Report, type Stamp } from './report.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const file = `${root}reports/reliability.json`;
const page = `${root}docs/reliability.md`;

/** What a run has shown, before it is stamped. */
export interface Shown {
  readonly conservation?: ConservationResult;
  readonly short?: FaultsResult;
  readonly long?: FaultsResult;
  readonly embedded?: EmbeddedResult;
}

export interface ConcludeOptions {
  readonly seed: number;
  /** Prints the run as JSON as well. */
  readonly json: boolean;
  /** A part of a run says nothing about the whole and is not kept. */
  readonly keep: boolean;
}

/** Answers the exit code. */
export async function conclude(shown: Shown, { seed, json, keep }: ConcludeOptions): Promise<number> {
  const stamp = await stampOf(seed);
  const stamped: Report = Object.fromEntries(
    Object.entries(shown).map(([name, result]) => [name, { ...result, stamp }]),
  );
  if (keep) {
    const all: Report = { ...(await earlier()), ...stamped };
    await mkdir(`${root}reports`, { recursive: true });
    await writeFile(file, `${JSON.stringify(all, null, 2)}\n`);
    await writeFile(page, pageOf(all));
  }
  if (json) process.stdout.write(`${JSON.stringify(stamped, null, 2)}\n`);
  const { passed, failed, failures } = countOf(stamped);
  for (const words of failures) process.stderr.write(`failed: ${words}\n`);
  for (const result of Object.values(shown)) {
    const kept: unknown = typeof result === 'object' && result !== null ? Reflect.get(result, 'kept') : undefined;
    if (typeof kept === 'string') process.stderr.write(`journals and logs of the processes: ${kept}\n`);
  }
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}

async function earlier(): Promise<Report> {
  const text = await readFile(file, 'utf8').catch(() => '{}');
  // eslint-disable-next-line no-restricted-syntax -- written by this file alone
  return JSON.parse(text) as Report;
}

async function stampOf(seed: number): Promise<Stamp> {
  const [first] = cpus();
  const memory = Math.round(totalmem() / 1_073_741_824);
  return {
    at: new Date().toISOString().slice(0, 16).replace('T', ' '),
    seed,
    machine: `${cpus().length} cores (${first?.model ?? 'unknown'}), ${memory} GB, everything on one machine`,
    versions: `Node ${process.version.slice(1)} on ${platform()} ${arch()}`,
    revision: await revision(),
  };
}

async function revision(): Promise<string> {
  const found = await promisify(execFile)('git', ['rev-parse', '--short', 'HEAD'], { cwd: root }).catch(
    () => undefined,
  );
  return found?.stdout.trim() ?? 'unknown';
}
