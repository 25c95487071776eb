/** `tributary quality`: how good the records are, by what identity has measured, and the worst of them as a file. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError, type Client } from '@tributary/api-client';
import { Command, InvalidArgumentError } from 'commander';
import { fieldsOf } from './answer.ts';
import { findOperatorConnection } from './connection.ts';
import { messageOf } from './message-of.ts';
import { operatorClient } from './operator-client.ts';
import { counted, drawBar, progressBar, type Terminal } from './progress-bar.ts';
import { describeQuality } from './quality/describe-quality.ts';
import { downloadWorst } from './quality/download-worst.ts';
import { readQuality, type Quality } from './quality/read-quality.ts';
import { type Surroundings } from './surroundings.ts';

interface Options {
  readonly measure?: boolean;
  readonly wait: boolean;
  readonly worst?: string;
  readonly field?: string;
  readonly source?: string;
  readonly atLeast?: number;
  readonly reveal?: boolean;
  readonly url?: string;
  readonly key?: string;
  readonly dataDir?: string;
  readonly json?: boolean;
}

const help = `
Shows the last measurement, and makes one where there is none. The running service measures beside its usual work and goes on after a crash; this
command asks, waits and may be ended at any time. Values are masked (Xxx 00) unless they are to be revealed, which the service writes to its log.

Exit codes: 0 shown, 1 not shown.

Examples:
  $ tributary quality
  $ tributary quality --measure --worst worst.csv --source crm --field email`;

const path = '/v1/quality';
const everyMs = 500;

export function qualityCommand(surroundings: Surroundings): Command {
  return new Command('quality')
    .description('Show how complete and valid the records are, by source; write the worst rows to a file')
    .option('-m, --measure', 'measure anew first')
    .option('--no-wait', 'do not wait for a measurement that is under way, show what is counted so far')
    .option('-w, --worst <file>', 'write rows with a value that nobody can use there, as CSV')
    .option('--field <field>', 'of the worst rows those in which nobody can use this field')
    .option('--source <source>', 'of the worst rows those of this source')
    .option('--at-least <count>', 'of the worst rows those with so many fields that nobody can use', wholeNumber)
    .option('--reveal', 'show values as they are')
    .option('-u, --url <url>', 'where the API listens (IDENTITY_URL, TRIBUTARY_URL; default http://127.0.0.1:4400)')
    .option('-k, --key <key>', 'secret key (TRIBUTARY_SECRET_KEYS; default: of the data folder)')
    .option('-d, --data-dir <dir>', 'data folder of a standalone with its keys.json (TRIBUTARY_DATA_DIR; default data)')
    .option('--json', 'print the measurement as JSON')
    .addHelpText('after', help)
    .action(async (options: Options) => {
      surroundings.exit(await run(options, surroundings));
    });
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('It must be a whole number above 0.');
  return value;
}

async function run(options: Options, { env, out, err }: Surroundings): Promise<number> {
  try {
    checkWorst(options);
    const client = operatorClient(await findOperatorConnection(options, env), 'identity');
    const quality = await measured(client, options, err);
    const rows = await worst(client, options);
    if (options.json === true) {
      const more = rows === undefined ? {} : { worst: { file: options.worst, rows } };
      out.write(`${JSON.stringify({ ...fieldsOf(quality.raw), ...more })}\n`);
      return 0;
    }
    out.write(describeQuality(quality));
    if (rows !== undefined) out.write(`${counted(rows)} of the worst rows are in ${options.worst ?? ''}\n`);
    return 0;
  } catch (error) {
    err.write(`${messageOf(error)}\n`);
    return 1;
  }
}

function checkWorst({ worst: file, field, source, atLeast }: Options): void {
  if (file !== undefined || (field ?? source ?? atLeast) === undefined) return;
  throw new Error(
    '--field, --source and --at-least choose among the worst rows: say with --worst <file> where these go.',
  );
}

async function measured(client: Client, { measure, wait, reveal }: Options, err: Terminal): Promise<Quality> {
  let state = measure === true ? await begin(client) : ((await last(client)) ?? (await begin(client)));
  if (wait) state = await ended(client, state, err);
  return reveal === true ? readQuality(await client.get(path, { reveal: 'true' })) : state;
}

const begin = async (client: Client): Promise<Quality> => readQuality(await client.post(`${path}/scan`, {}));

const last = (client: Client): Promise<Quality | undefined> =>
  client.get(path).then(readQuality, (error: unknown) => {
    if (error instanceof ApiError && error.code === 'QUALITY_NOT_MEASURED') return undefined;
    throw error;
  });

async function ended(client: Client, first: Quality, err: Terminal): Promise<Quality> {
  const bar = progressBar(err, drawMeasuring);
  let state = first;
  try {
    while (state.running) {
      bar.show(state);
      await sleep(everyMs);
      state = readQuality(await client.get(path));
    }
  } finally {
    bar.end();
  }
  return state;
}

const drawMeasuring = ({ done, total }: Quality): string =>
  `${drawBar(done / Math.max(total, 1))}  ${counted(done)} of ${counted(total)} components`;

function worst(client: Client, options: Options): Promise<number> | undefined {
  const { worst: file, field, source, atLeast, reveal = false } = options;
  return file === undefined ? undefined : downloadWorst(client, file, { field, source, atLeast, reveal });
}
