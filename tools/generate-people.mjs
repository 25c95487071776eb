/** Writes generated people as CSV with the truth in `cluster`: `npm run generate:people -- --records N --seed S --out FILE [--mix latin]`. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { peopleUsage, readPeopleCommandLine } from '../libs/testing/src/people/people-command-line.ts';
import { csvHeader, csvLine } from '../libs/testing/src/people/people-csv.ts';
import { peopleRecords } from '../libs/testing/src/people/people-records.ts';

const asked = readPeopleCommandLine(process.argv.slice(2));
switch (asked.kind) {
  case 'help':
    process.stdout.write(peopleUsage);
    break;
  case 'refused':
    process.stderr.write(`${asked.problem}\n${peopleUsage}`);
    process.exitCode = 2;
    break;
  case 'people':
    await write(asked);
}

async function write({ out, ...options }) {
  try {
    await pipeline(Readable.from(chunks(options)), createWriteStream(out));
  } catch (error) {
    if (error.syscall === undefined) throw error; // of ours, not of the machine
    process.stderr.write(`--out: ${out} cannot be written: ${error.message}. Name a file in a folder that exists.\n`);
    process.exitCode = 1;
  }
}

/** Lines are gathered: a write for each would cost more than making it. */
function* chunks(options) {
  let text = csvHeader;
  for (const record of peopleRecords(options)) {
    text += csvLine(record);
    if (text.length < 65_536) continue;
    yield text;
    text = '';
  }
  yield text;
}
