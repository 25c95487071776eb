/** `tributary import <file>`: sends the events of a file in. */
import { createClient } from '@tributary/api-client';
import { importFile, ImportError, type ImportResult, readMapping } from '@tributary/importer';
import { Command, InvalidArgumentError } from 'commander';
import { findConnection } from './connection.ts';
import { messageOf } from './message-of.ts';
import { counted, drawImport, progressBar } from './progress-bar.ts';
import { type Surroundings } from './surroundings.ts';

/** What went wrong, for scripts: the file or the command, some of its lines, the door. */
const exitCodes = { done: 0, failed: 1, someRejected: 2 } as const;

interface Options {
  readonly mapping?: string;
  readonly dryRun?: boolean;
  readonly report?: string;
  readonly url?: string;
  readonly key?: string;
  readonly dataDir?: string;
  readonly shiftDays?: number;
  readonly concurrency?: number;
  readonly json?: boolean;
}

const help = `
A mapping says how rows become events; see samples/online-retail/mapping.json. Without one the file is NDJSON with one event
per line. Lines that are refused stand in the report with their reason. A file imported twice changes nothing.

Exit codes: 0 all lines taken, 2 some refused, 1 nothing could be done.

Examples:
  $ tributary import orders.csv.gz --mapping mapping.json --dry-run
  $ tributary import orders.csv.gz --mapping mapping.json --report rejected.csv
  $ tributary import events.ndjson --url https://cdp.example --key wk_...`;

export function importCommand(surroundings: Surroundings): Command {
  return new Command('import')
    .description('Import the events of a CSV or NDJSON file, plain or gzip')
    .argument('<file>', 'the file')
    .option('-m, --mapping <file>', 'how rows become events, as JSON')
    .option('-n, --dry-run', 'read and check everything, send nothing, show the first events')
    .option('-r, --report <file>', 'write the refused lines there, as CSV')
    .option('-u, --url <url>', 'where the API listens (TRIBUTARY_URL; default http://127.0.0.1:4400)')
    .option('-k, --key <key>', 'write key of a source (TRIBUTARY_WRITE_KEY; default: of the data folder)')
    .option('-d, --data-dir <dir>', 'data folder of a standalone with its keys.json (TRIBUTARY_DATA_DIR; default data)')
    .option('--shift-days <days>', 'move every time by whole days', wholeNumber)
    .option('--concurrency <count>', 'requests under way at once', wholeNumber, 4)
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

async function run(file: string, options: Options, { env, out, err }: Surroundings): Promise<number> {
  try {
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
      concurrency: Math.max(1, options.concurrency ?? 1),
      shiftDays: options.shiftDays,
    }).finally(() => {
      bar.end();
    });
    out.write(options.json === true ? `${JSON.stringify(result)}\n` : describe(result, options));
    return result.rejectedCount === 0 ? exitCodes.done : exitCodes.someRejected;
  } catch (error) {
    err.write(`${messageOf(error)}\n`);
    return exitCodes.failed;
  }
}

/** Enough to see what is wrong; the rest is in the report. */
const shownRejections = 10;

function describe(result: ImportResult, { dryRun, report }: Options): string {
  const { lines, events, accepted, rejected, rejectedCount, seconds } = result;
  const taken = dryRun === true ? 'would be sent' : 'taken';
  const rate = Math.round(lines / Math.max(seconds, 0.001));
  const text = [
    `${counted(lines)} lines, ${counted(events)} events, ${counted(accepted)} ${taken}, ${counted(rejectedCount)} refused`,
    `in ${seconds.toFixed(1)} s (${counted(rate)} lines/s), from ${result.firstTime ?? '-'} to ${result.lastTime ?? '-'}`,
    ...(dryRun === true ? ['The first events:', ...result.preview.map((event) => JSON.stringify(event))] : []),
    ...rejected.slice(0, shownRejections).map(({ line, code, detail }) => `  line ${line}: ${code}: ${detail}`),
  ];
  if (rejectedCount > shownRejections) {
    text.push(report === undefined ? '  ... use --report <file> to see them all' : `  ... all of them in ${report}`);
  }
  return `${text.join('\n')}\n`;
}
