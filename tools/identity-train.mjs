/**
 * Trains a model of matching and writes it to a file; it is used when an operator puts it into a policy, never by itself.
 * `npm run identity:train -- (--csv people.csv[.gz] [--delimiter ,] | --generate 200000 [--seed 1]) --version v2 --date 2026-01-31 --out model.json`
 * `--truth cluster`: the column that says who each row is, where that is known; of generated people it is known.
 * `--population 1000000`: records among which the model will look, where the sample is a part of them.
 * The columns of the table are named as traits are (`firstName`, `last_name`, `birthday`, `email`, `phone`, `street`, `city`, `postal_code`,
 * `country` and their common spellings); others are left out.
 */
import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { createGunzip } from 'node:zlib';
import { recordId } from '@tributary/contracts';
import { defaultPolicy, factsOf, factsOfRow, matcherOf, startingModel, train } from '@tributary/domain-identity';
import { identifyEvent, peopleRecords } from '@tributary/testing';
import { parse } from 'csv-parse';

const { values } = parseArgs({
  options: {
    csv: { type: 'string' },
    delimiter: { type: 'string', default: ',' },
    generate: { type: 'string' },
    population: { type: 'string' },
    truth: { type: 'string' },
    seed: { type: 'string', default: '1' },
    version: { type: 'string' },
    date: { type: 'string' },
    out: { type: 'string' },
  },
});
const { csv, generate, version, date, out } = values;
if (
  version === undefined ||
  date === undefined ||
  out === undefined ||
  (csv === undefined) === (generate === undefined)
) {
  process.stderr.write(
    'Say --csv <file> or --generate <records>, --version, --date (of the training) and --out <file>.\n',
  );
  process.exit(2);
}

async function* tableFacts(file) {
  const bytes = createReadStream(file);
  const text = file.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes;
  const rows = text.pipe(
    parse({
      bom: true,
      columns: (header) => header.map((name) => name.trim()),
      trim: true,
      delimiter: values.delimiter,
    }),
  );
  let line = 1;
  for await (const cells of rows) {
    const facts = factsOfRow({ id: recordId(`r_${(line += 1)}`), cells }, defaultPolicy);
    yield { facts, person: values.truth === undefined ? undefined : cells[values.truth] };
  }
}

function* generatedFacts(records) {
  const now = Date.parse(date);
  for (const record of peopleRecords({ seed: Number(values.seed), records, now })) {
    yield { facts: factsOf(identifyEvent(record), defaultPolicy), person: record.person };
  }
}

const matcher = matcherOf({ model: startingModel });
const forms = [];
const persons = new Map();
for await (const { facts, person } of csv === undefined ? generatedFacts(Number(generate)) : tableFacts(csv)) {
  const form = matcher.formOf(facts);
  if (form === undefined) continue;
  forms.push(form);
  if (person !== undefined && person !== '') persons.set(form, person);
}
if (values.truth !== undefined && persons.size < forms.length) {
  process.stderr.write(
    `The column ${values.truth} says nothing of ${forms.length - persons.size} of ${forms.length} rows.\n`,
  );
  process.exit(1);
}
const trainedOn = csv === undefined ? `${generate} generated records, seed ${values.seed}` : csv;
const training = train({
  ...{ forms, base: startingModel, version, provenance: { trainedOn, date }, seed: Number(values.seed) },
  ...(persons.size === 0 ? {} : { persons }),
  ...(values.population === undefined ? {} : { population: Number(values.population) }),
});
if (!training.ok) {
  process.stderr.write(`No model was written:\n${training.reasons.map((reason) => `  ${reason}\n`).join('')}`);
  process.exit(1);
}
await writeFile(out, out.endsWith('.ts') ? asModule(training.model) : `${JSON.stringify(training.model, null, 2)}\n`);
process.stdout.write(`${out}: ${forms.length} records, ${JSON.stringify(training.model.provenance.metrics)}\n`);

/** The model that ships with the project is a module, so that the rules need no file. */
function asModule(model) {
  return `/** The model that ships with the project; written by \`npm run identity:train\`, not by hand. */
// cspell:disable
import { type MatchModel } from './model.ts';

// prettier-ignore
export const shippedModel: MatchModel = ${JSON.stringify(model)};
`;
}
