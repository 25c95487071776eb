/** Runs the benchmarks that the command line names, or all; prints the figures and, with `--json`, keeps them in a file. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';

type Benches = Readonly<Record<string, () => Promise<unknown>>>;

export async function runBenches(benches: Benches, report: string): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false } },
  });
  const unknown = positionals.filter((name) => !(name in benches));
  if (unknown.length > 0) {
    const names = Object.keys(benches).join(', ');
    process.stderr.write(`No benchmark is called ${unknown.join(', ')}; there are ${names}.\n`);
    process.exitCode = 2;
    return;
  }
  const figures: Record<string, unknown> = {};
  for (const [name, bench] of Object.entries(benches)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
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
