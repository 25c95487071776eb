/** `tributary import <file>`: sends the events of a file in, or shows what it would send. */
import { readFile, writeFile } from 'node:fs/promises';
import { createClient } from '@tributary/api-client';
import {
  ImportError,
  importFile,
  type Preview,
  previewFile,
  readMapping,
  resumeFile,
  unwritable,
} from '@tributary/importer';
import { Command, InvalidArgumentError } from 'commander';
import { findConnection } from './connection.ts';
import { describePreview, previewAsJson } from './import-preview.ts';
import { describeFailure, describeResult } from './import-result.ts';
import { drawImport, progressBar } from './progress-bar.ts';
import { type Surroundings } from './surroundings.ts';

/** What went wrong, for scripts: the file or the command, some of its lines, the door. */
const exitCodes = { done: 0, failed: 1, someRejected: 2 } as const;

interface Options {
  readonly mapping?: string;
  readonly preview?: boolean;
  readonly propose?: string;
  readonly dryRun?: boolean;
  readonly report?: string;
  readonly resume: boolean;
  readonly url?: string;
  readonly key?: string;
  readonly dataDir?: string;
  readonly shiftDays?: number;
  readonly concurrency?: number;
  readonly json?: boolean;
}

const help = `
The file is CSV, NDJSON, JSON, XML or POSLog, plain or packed with gzip, or Parquet, found by its content. A mapping says how rows
become events; see samples/online-retail/mapping.json, or let one be proposed. Without one the file holds events (NDJSON, JSON) or
receipts (POSLog). Lines that are refused stand in the report with their reason. A file imported twice changes nothing; an import
that was stopped goes on where it was, by a state file beside the report (or the file) that is removed at the end.

Exit codes: 0 all lines taken, 2 some refused, 1 nothing could be done.

Examples:
  $ tributary import orders.xml --preview
  $ tributary import orders.csv.gz --propose mapping.json
  $ tributary import orders.csv.gz --mapping mapping.json --dry-run
  $ tributary import orders.csv.gz --mapping mapping.json --report rejected.csv
  $ tributary import events.ndjson --url https://cdp.example --key wk_...`;

export function importCommand(surroundings: Surroundings): Command {
  return new Command('import')
    .description('Import the events of a file: CSV, NDJSON, JSON, XML, POSLog or Parquet')
    .argument('<file>', 'the file')
    .option('-m, --mapping <file>', 'how rows become events, as JSON')
    .option('-p, --preview', 'show what the file is and what its first 20 rows become, send nothing')
    .option('--propose <file>', 'write a mapping to start from there, and show why it is as it is')
    .option('-n, --dry-run', 'read and check everything, send nothing, show the first events')
    .option('-r, --report <file>', 'write the refused lines there, as CSV')
    .option('--no-resume', 'begin at the beginning, and keep no state of the import')
    .option('-u, --url <url>', 'where the API listens (TRIBUTARY_URL; default http://127.0.0.1:4400)')
    .option('-k, --key <key>', 'write key of a source (TRIBUTARY_WRITE_KEY; default: of the data folder)')
    .option('-d, --data-dir <dir>', 'data folder of a standalone with its keys.json (TRIBUTARY_DATA_DIR; default data)')
    .option('--shift-days <days>', 'move every time by whole days', wholeNumber)
    .option('--concurrency <count>', 'requests under way at once', count, 4)
    .option('--json', 'print the result as JSON')
    .addHelpText('after', help)
    .action(async (file: string, options: Options) => {
      surroundings.exit(await run(file, options, surroundings));
    });
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(value)) throw new InvalidArgumentError('It must be a whole number.');
  return value;
}

function count(text: string): number {
  const value = wholeNumber(text);
  if (value < 1) throw new InvalidArgumentError('It must be 1 or more.');
  return value;
}

async function run(file: string, options: Options, surroundings: Surroundings): Promise<number> {
  try {
    const isPreview = options.preview === true || options.propose !== undefined;
    return await (isPreview ? preview(file, options, surroundings) : send(file, options, surroundings));
  } catch (error) {
    surroundings.err.write(`${describeFailure(error)}\n`);
    return exitCodes.failed;
  }
}

async function preview(file: string, options: Options, { out }: Surroundings): Promise<number> {
  const { mapping, propose, json } = options;
  if (mapping !== undefined && propose !== undefined) {
    throw new ImportError('There is a mapping already: leave out --mapping to have one proposed.');
  }
  const shown = await previewFile(file, mapping === undefined ? undefined : await readMapping(mapping));
  out.write(json === true ? `${previewAsJson(shown)}\n` : describePreview(file, shown));
  if (propose !== undefined) {
    await writeProposal(propose, shown);
    if (json !== true) out.write(`The mapping is in ${propose}: read its notes before you use it.\n`);
  }
  return shown.rejected.length === 0 && !shown.problem ? exitCodes.done : exitCodes.someRejected;
}

async function writeProposal(to: string, { proposal }: Preview): Promise<void> {
  if (!proposal) throw new ImportError('The file holds events as they are; it needs no mapping.');
  if (!proposal.mapping) throw new ImportError(proposal.notes.at(-1) ?? 'No mapping is proposed.');
  // What somebody has corrected must not be written over.
  await writeFile(to, `${JSON.stringify(proposal.mapping, undefined, 2)}\n`, { flag: 'wx' }).catch((error: unknown) => {
    throw unwritable(to, error);
  });
}

async function send(file: string, options: Options, { env, out, err }: Surroundings): Promise<number> {
  const mapping = options.mapping === undefined ? undefined : await readMapping(options.mapping);
  const { url, writeKey } = await findConnection(options, env);
  if (writeKey === undefined && options.dryRun !== true) {
    throw new ImportError('There is no write key: pass --key, set TRIBUTARY_WRITE_KEY, or name --data-dir.');
  }
  const bar = progressBar(err, drawImport);
  const result = await importFile({
    file,
    mapping,
    client: createClient({ url, writeKey }),
    dryRun: options.dryRun,
    onProgress: (progress) => {
      bar.show(progress);
    },
    reportFile: options.report,
    concurrency: options.concurrency,
    shiftDays: options.shiftDays,
    resume: options.resume ? await resumeOf(file, options, { url, writeKey, err }) : undefined,
  }).finally(() => {
    bar.end();
  });
  out.write(options.json === true ? `${JSON.stringify(result)}\n` : describeResult(result, options));
  return result.rejectedCount === 0 ? exitCodes.done : exitCodes.someRejected;
}

interface Door extends Pick<Surroundings, 'err'> {
  readonly url: string;
  readonly writeKey: string | undefined;
}

/** Another mapping, another door or other days are another import. */
async function resumeOf(file: string, { mapping, report, shiftDays }: Options, { url, writeKey, err }: Door) {
  const mappingText = mapping === undefined ? '' : await readFile(mapping, 'utf8');
  return {
    store: resumeFile(`${report ?? file}.import-state`),
    decidedBy: [mappingText, url, writeKey ?? '', String(shiftDays ?? '')],
    onFailure: (error: Error) => {
      err.write(`${error.message}\n`);
    },
  };
}
