/** Writes generated people as CSV with the truth in `cluster`: `npm run generate:people -- --records N --seed S --out FILE [--mix latin]`. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { mixes } from '../libs/testing/src/people/mix.ts';
import { csvHeader, csvLine } from '../libs/testing/src/people/people-csv.ts';
import { peopleRecords } from '../libs/testing/src/people/people-records.ts';

const usage = `Usage: npm run generate:people -- --records N --out FILE [--seed S] [--mix ${Object.keys(mixes).join('|')}] [--now 2026-01-01]`;
const { values } = parseArgs({
  options: {
    records: { type: 'string' },
    out: { type: 'string' },
    seed: { type: 'string', default: '1' },
    mix: { type: 'string', default: 'world' },
    now: { type: 'string', default: '2026-01-01' },
  },
});
const [records, seed, now] = [Number(values.records), Number(values.seed), Date.parse(values.now)];
const mix = mixes[values.mix];
if (!values.out || !(records > 0) || !Number.isInteger(seed) || Number.isNaN(now) || mix === undefined) {
  console.error(usage);
  process.exit(2);
}

/** Lines are gathered: a write for each would cost more than making it. */
function* chunks() {
  let text = csvHeader;
  for (const record of peopleRecords({ records, seed, mix, now })) {
    text += csvLine(record);
    if (text.length < 65_536) continue;
    yield text;
    text = '';
  }
  yield text;
}

await pipeline(Readable.from(chunks()), createWriteStream(values.out));
