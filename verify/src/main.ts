/** `npm run verify:conservation`, `npm run verify:faults`: what is promised, shown by a reader that trusts nobody. */
import { choice, flag, integer, number, readCommandLine, text } from '@tributary/config';
import { conservation } from './conservation.ts';
import { faults } from './faults/faults.ts';
import { embeddedRows } from './embedded/embedded-rows.ts';
import { conclude } from './report/conclude.ts';

const most = Number.MAX_SAFE_INTEGER;
const line = readCommandLine({
  args: process.argv.slice(2),
  takesWords: true,
  describedIn: 'verify/README.md',
  settings: {
    tier: choice('tier', ['short', 'long']),
    events: integer('events', undefined, { min: 1, max: most }),
    seed: integer('seed', 1, { min: 0, max: most }),
    rate: number('rate', 50, { min: 1, max: 100_000 }),
    nemesis: number('nemesis', 15, { min: 0, max: 100_000 }),
    only: text('only', ''),
    kills: integer('kills', undefined, { min: 1, max: 100_000 }),
    untimed: flag('untimed'),
    json: flag('json'),
  },
});
if (!line.ok) {
  process.stderr.write(`${line.problem}\n`);
  process.exit(2);
}
const { values, words } = line;
const started = Date.now();
const say = (line: string): void => {
  process.stderr.write(`${String(Math.round((Date.now() - started) / 1_000)).padStart(5)} s  ${line}\n`);
};

const { seed, tier, only } = values;
const events = values.events ?? (tier === 'long' ? 1_000_000 : 100_000);
const named = only.split(',').filter((name) => name !== '');
const keep = only === '' && !values.untimed;
const [what] = words;

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

if (what === 'conservation') {
  const result = await conservation({ seed, only: named, say });
  process.exitCode = await conclude({ conservation: result }, { seed, json: values.json, keep });
} else if (what === 'faults') {
  const pace = { rate: values.rate, nemesisMinutes: values.nemesis, timed: !values.untimed };
  const result = await faults({ tier, events, seed, ...pace, only: named, say });
  process.exitCode = await conclude({ [tier]: result }, { seed, json: values.json, keep });
} else if (what === 'embedded') {
  const kills = values.kills ?? (tier === 'long' ? 200 : 20);
  const result = await embeddedRows({ seed, kills, only, say });
  process.exitCode = await conclude({ embedded: result }, { seed, json: values.json, keep });
} else {
  process.stderr.write('Say conservation, faults or embedded.\n');
  process.exitCode = 2;
}
