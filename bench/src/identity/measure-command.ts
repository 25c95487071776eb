/** Known sets → how near the people found are to the truth. A file that cannot be measured is told, and ends none of the others. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { choice, flag, integer, readCommandLine, text } from '@tributary/config';
import { figuresOf } from './figures.ts';
import { generatedSet } from './generated.ts';
import { type Found, type KnownSet, knownSets } from './known-sets.ts';
import { type Choice, resolve } from './resolve.ts';
import { head, type Line, row } from './table-of-figures.ts';

export interface Surroundings {
  /** The table alone. */
  readonly out: { write(text: string): unknown };
  /** What the figures rest on, and what went wrong. */
  readonly err: { write(text: string): unknown };
  /** Where the figures are written as JSON. */
  readonly report: string;
}

/** For scripts: all measured, something was not, the command line was wrong. */
const exitCodes = { done: 0, failed: 1, misused: 2 } as const;

export async function measureCommand(args: readonly string[], { out, err, report }: Surroundings): Promise<number> {
  const commandLine = readCommandLine({
    args,
    describedIn: 'bench/README.md',
    settings: {
      data: text('data'),
      generate: integer('generate', undefined, { min: 1, max: 100_000_000 }),
      model: choice('model', ['trained', 'shipped']),
      json: flag('json'),
    },
  });
  if (!commandLine.ok) {
    err.write(`${commandLine.problem}\n`);
    return exitCodes.misused;
  }
  const { data, generate, model, json } = commandLine.values;
  if (data === undefined && generate === undefined) {
    err.write('Say --data <folder> or --generate <records>; see bench/README.md.\n');
    return exitCodes.misused;
  }
  const lines: Line[] = [];
  let broken = 0;
  for await (const found of everything(data, generate)) {
    if (found.kind === 'broken') broken += 1;
    if (found.kind !== 'set') {
      err.write(`${found.problem}\n`);
      continue;
    }
    for (const note of found.set.notes) err.write(`${found.set.name}: ${note}\n`);
    const line = measure(found.set, model);
    if (line.refusal !== undefined) err.write(`${line.set}: The shipped model is used. ${line.refusal}\n`);
    out.write((lines.length === 0 ? head : '') + row(line));
    lines.push(line);
  }
  if (lines.length === 0) err.write('Nothing was measured.\n');
  if (json) await writeReport(report, lines, err);
  return broken > 0 || lines.length === 0 ? exitCodes.failed : exitCodes.done;
}

async function* everything(data: string | undefined, generate: number | undefined): AsyncGenerator<Found> {
  if (data !== undefined) yield* knownSets(data);
  if (generate !== undefined) yield { kind: 'set', set: generatedSet(generate) };
}

function measure({ name, facts, truth, notes }: KnownSet, choice: Choice): Line {
  const { people, ...resolution } = resolve(facts, choice);
  const megabytes = Math.round(process.memoryUsage().rss / 1e6);
  return { set: name, notes, ...figuresOf(people, truth), ...resolution, megabytes };
}

async function writeReport(report: string, lines: readonly Line[], err: Surroundings['err']): Promise<void> {
  await mkdir(dirname(report), { recursive: true });
  await writeFile(report, `${JSON.stringify(lines, null, 2)}\n`);
  err.write(`The figures as JSON: ${report}\n`);
}
