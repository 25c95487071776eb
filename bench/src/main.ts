/** `npm run bench [-- edge runner store river] [--json]`: what the product does on this machine, as ratios where a ceiling can be had. */
import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { benchEdge } from './edge.ts';
import { benchRiver } from './river.ts';
import { benchRunner } from './runner.ts';
import { benchStore } from './store.ts';

const benches = { edge: benchEdge, runner: benchRunner, store: benchStore, river: benchRiver } as const;
type Name = keyof typeof benches;
const isName = (text: string): text is Name => text in benches;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
});
const unknown = positionals.filter((name) => !isName(name));
if (unknown.length > 0) {
  process.stderr.write(`No benchmark is called ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}.\n`);
  process.exit(2);
}
const chosen = positionals.length === 0 ? Object.keys(benches) : positionals;

const figures: Record<string, unknown> = {};
for (const name of chosen.filter(isName)) {
  process.stderr.write(`${name} ...\n`);
  figures[name] = await benches[name]();
}
if (values.json) {
  await mkdir('reports', { recursive: true });
  await writeFile('reports/bench.json', `${JSON.stringify(figures, null, 2)}\n`);
}
process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
