/** `npm run verify:conservation`, `npm run verify:faults`: what is promised, shown by a reader that trusts nobody. */
import { parseArgs } from 'node:util';
import { conservation } from './conservation.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    json: { type: 'boolean', default: false },
  },
});
const [what] = positionals;
const started = Date.now();
const say = (line: string): void => {
  process.stderr.write(`${String(Math.round((Date.now() - started) / 1_000)).padStart(5)} s  ${line}\n`);
};

if (what === 'conservation') {
  const result = await conservation({ seed: Number(values.seed), only: values.only.split(',').filter(Boolean), say });
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
}
