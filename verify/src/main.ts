/** `npm run verify:conservation`, `npm run verify:faults`: what is promised, shown by a reader that trusts nobody. */
import { parseArgs } from 'node:util';
import { conservation } from './conservation.ts';
import { faults } from './faults/faults.ts';
import { embeddedRows } from './embedded/embedded-rows.ts';
import { conclude } from './report/conclude.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    tier: { type: 'string', default: 'short' },
    events: { type: 'string' },
    seed: { type: 'string', default: '1' },
    rate: { type: 'string', default: '50' },
    nemesis: { type: 'string', default: '15' },
    only: { type: 'string', default: '' },
    kills: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const started = Date.now();
const say = (line: string): void => {
  process.stderr.write(`${String(Math.round((Date.now() - started) / 1_000)).padStart(5)} s  ${line}\n`);
};

const seed = Number(values.seed);
const tier = values.tier === 'long' ? 'long' : 'short';
const events = Number(values.events ?? (tier === 'long' ? 1_000_000 : 100_000));
const keep = values.only === '';
const [what] = positionals;

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

if (what === 'conservation') {
  const result = await conservation({ seed, only: values.only.split(',').filter((name) => name !== ''), say });
  process.exitCode = await conclude({ conservation: result }, { seed, json: values.json, keep });
} else if (what === 'faults') {
  const pace = { rate: Number(values.rate), nemesisMinutes: Number(values.nemesis) };
  const result = await faults({ tier, events, seed, ...pace, only: values.only, say });
  process.exitCode = await conclude({ [tier]: result }, { seed, json: values.json, keep });
} else if (what === 'embedded') {
  const kills = Number(values.kills ?? (tier === 'long' ? 200 : 20));
  const result = await embeddedRows({ seed, kills, only: values.only, say });
  process.exitCode = await conclude({ embedded: result }, { seed, json: values.json, keep });
} else {
  process.stderr.write('Say conservation, faults or embedded.\n');
  process.exitCode = 2;
}
