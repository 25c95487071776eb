/** Runs the benchmarks that the command line names, or all; prints the figures and, with `--json`, keeps them in a file. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { flag, readCommandLine } from '@tributary/config';

type Benches = Readonly<Record<string, () => Promise<unknown>>>;

export async function runBenches(benches: Benches, report: string): Promise<void> {
  const line = readCommandLine({
    args: process.argv.slice(2),
    takesWords: true,
    describedIn: 'bench/README.md',
    settings: { json: flag('json') },
  });
  if (!line.ok) {
    process.stderr.write(`${line.problem}\n`);
    process.exitCode = 2;
    return;
  }
  const { values, words } = line;
  const unknown = words.filter((name) => !(name in benches));
  if (unknown.length > 0) {
    const names = Object.keys(benches).join(', ');
    process.stderr.write(`No benchmark is called ${unknown.join(', ')}; there are ${names}.\n`);
    process.exitCode = 2;
    return;
  }
  const figures: Record<string, unknown> = {};
  for (const [name, bench] of Object.entries(benches)) {
    if (words.length > 0 && !words.includes(name)) continue;
    process.stderr.write(`${name} ...\n`);
    figures[name] = await bench();
  }
  const text = `${JSON.stringify(figures, null, 2)}\n`;
  if (values.json) {
    await mkdir(dirname(report), { recursive: true });
    await writeFile(report, text);
  }
  process.stdout.write(text);
}
