/**
 * Records → a model of matching in a file. It is used when an operator puts it into a policy, never by itself; a model that is not
 * to be trusted is not written, and the reasons are said.
 */
import { constants } from 'node:fs';
import { access, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { matcherOf, type MatchModel, startingModel, train } from '@tributary/domain-identity';
import { ImportError } from '@tributary/importer';
import { readTrainOptions, type TrainOptions } from './options.ts';
import { ProgressLine, type Terminal } from './progress-line.ts';
import { readSource, type SourceRead } from './read-source.ts';
import { type ReadRecords } from './records.ts';

export interface Surroundings {
  readonly out: Terminal;
  /** Progress and what went wrong. */
  readonly err: Terminal;
}

/** For scripts: written, nothing could be learned, the command line was wrong. */
const exitCodes = { done: 0, failed: 1, misused: 2 } as const;

export async function trainCommand(args: readonly string[], { out, err }: Surroundings): Promise<number> {
  const asked = readTrainOptions(args);
  if (!asked.ok) {
    err.write(`${asked.problem}\n`);
    return exitCodes.misused;
  }
  const progress = new ProgressLine(err);
  try {
    const text = await trainAndWrite(asked.options, err, progress);
    out.write(text);
    return exitCodes.done;
  } catch (error) {
    progress.end();
    if (!(error instanceof TrainingRefused || error instanceof ImportError)) throw error;
    err.write(`${error.message}\n`);
    return exitCodes.failed;
  }
}

class TrainingRefused extends Error {
  override readonly name = 'TrainingRefused';
}

async function trainAndWrite(options: TrainOptions, err: Terminal, progress: ProgressLine): Promise<string> {
  const { source, out } = options;
  await insistOnFolder(out);
  const read = await readSource(source, {
    ...options,
    onProgress: (done) => {
      progress.show('reading', done);
    },
  });
  progress.end();
  const matcher = matcherOf({ model: startingModel });
  const records = read.records.take(matcher, (done) => {
    progress.show('names and addresses', done);
  });
  err.write(summaryOf(read, records));
  insistOnRecords(records, options);
  insistOnFields(read);
  const model = trainOn(records, options, progress);
  await writeFile(out, out.endsWith('.ts') ? asModule(model) : `${JSON.stringify(model, null, 2)}\n`);
  return `${out}: ${records.forms.length} records, ${JSON.stringify(model.provenance.metrics)}
Nothing is deployed by it: a model is used when a policy has it as matching.model (POST /v1/policies, then its dry run).
`;
}

/** Said before minutes of work, not after. */
async function insistOnFolder(out: string): Promise<void> {
  const folder = dirname(out);
  await access(folder, constants.W_OK).catch(() => {
    throw new TrainingRefused(`--out: ${folder} is no folder that can be written to. Make it, or name another.`);
  });
}

function summaryOf({ lines, refusedCount, refused, use }: SourceRead, { forms }: ReadRecords): string {
  const examples = refused.map(({ line, code, detail }) => `  line ${line}: ${code}: ${detail}\n`);
  const first = refusedCount > refused.length ? ', the first of them' : '';
  const told = refusedCount === 0 ? '' : `, ${refusedCount} refused${first}:`;
  return `${lines} lines, ${forms.length} records with something to compare${told}\n${examples.join('')}${use === undefined ? '' : `${use.summary}\n`}`;
}

function insistOnRecords({ forms, persons }: ReadRecords, { truth, source }: TrainOptions): void {
  if (forms.length === 0) {
    throw new TrainingRefused(
      `No model was written:\n  Nothing can be compared. Records are compared by ${
        source.kind === 'mapped' ? 'the traits' : 'the columns'
      } firstName, lastName, name, birthday, email, phone, street, city, postalCode, country and their common spellings.`,
    );
  }
  if (truth === undefined || persons.size === forms.length) return;
  const where = source.kind === 'mapped' ? `The trait ${truth}, as the mapping fills it,` : `The column ${truth}`;
  throw new TrainingRefused(
    `No model was written:\n  ${where} says nothing of ${forms.length - persons.size} of ${forms.length} records.`,
  );
}

/** One thing alone tells no two people of one name, or of one city, apart. */
const fewestFields = 2;

function insistOnFields({ use }: SourceRead): void {
  if (use === undefined || use.fields.size >= fewestFields) return;
  throw new TrainingRefused(
    `No model was written:\n  Records are compared by ${[...use.fields].join()} alone; a model needs ${fewestFields} of name, birth, ` +
      'email, phone, number, postcode, address, city. Rename the columns that were left out, as the traits are called, or use --mapping.',
  );
}

function trainOn({ forms, persons }: ReadRecords, options: TrainOptions, progress: ProgressLine): MatchModel {
  const { version, date, seed, population } = options;
  const training = train({
    ...{ forms, base: startingModel, version, seed, provenance: { trainedOn: trainedOn(options), date } },
    ...(persons.size === 0 ? {} : { persons }),
    ...(population === undefined ? {} : { population }),
    onProgress: (stage, done) => {
      progress.show(stage, done);
    },
  });
  if (training.ok) return training.model;
  throw new TrainingRefused(`No model was written:\n${training.reasons.map((reason) => `  ${reason}`).join('\n')}`);
}

function trainedOn({ source, seed }: TrainOptions): string {
  switch (source.kind) {
    case 'mapped':
      return `${source.file}, read by ${source.mapping}`;
    case 'table':
      return source.file;
    case 'generated':
      return `${source.records} generated records, seed ${seed}`;
  }
}

/** Named apart: the build renames what stands in an import. */
const typeOfModels = './model.ts';

/** The model that ships with the project is a module, so that the rules need no file. */
const asModule = (model: MatchModel): string =>
  `/** The model that ships with the project; written by \`npm run identity:train\`, not by hand. */
// cspell:disable
import { type MatchModel } from '${typeOfModels}';

// prettier-ignore
export const shippedModel: MatchModel = ${JSON.stringify(model)};
`;
