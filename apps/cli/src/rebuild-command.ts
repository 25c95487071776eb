/** `tributary rebuild <service>`: has the derived state of a service built anew beside the one in use, and switched to. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError, type Client } from '@tributary/api-client';
import { services, type ServiceName } from '@tributary/contracts';
import { Argument, Command, InvalidArgumentError } from 'commander';
import { findOperatorConnection } from './connection.ts';
import { messageOf } from './message-of.ts';
import { operatorClient } from './operator-client.ts';
import { counted } from './progress-bar.ts';
import { readRebuilds, type Rebuilds } from './rebuilds.ts';
import { type Surroundings } from './surroundings.ts';

interface Options {
  readonly url?: string;
  readonly key?: string;
  readonly dataDir?: string;
  readonly rate: number;
  readonly acceptLosses?: boolean;
  readonly back?: boolean;
  readonly dropOld?: boolean;
  readonly cancel?: boolean;
  readonly status?: boolean;
  readonly json?: boolean;
}

const help = `
The running service does the work beside its usual one and goes on with it after a crash; this command asks, watches and may be ended at any
time. What subscribers were told stays: only what was wrong is published again, with higher versions. For the seconds of the switch the
service (a standalone: the whole process) answers nobody.

  ingestion     puts back into the archive what the topics still have
  identity      people, from the archive and the stream
  segmentation  activity and memberships; segments stay
  analytics     figures, and who has which records
  decisioning   the read model of people; offers, placements, ledgers and decisions stay
  all           one after the other, in this order: after a restore

Exit codes: 0 done, 1 not done.`;

const everyMs = 500;
/** The switch, and a restart of the process in the middle of one. */
const awayMs = 120_000;

export function rebuildCommand(surroundings: Surroundings): Command {
  return new Command('rebuild')
    .description('Rebuild the derived state of a service side by side, compare, and switch')
    .addArgument(new Argument('<service>').choices([...services, 'all']))
    .option('-u, --url <url>', 'where the API listens (<SERVICE>_URL, TRIBUTARY_URL; default http://127.0.0.1:4400)')
    .option('-k, --key <key>', 'secret key (TRIBUTARY_SECRET_KEYS; default: of the data folder)')
    .option('-d, --data-dir <dir>', 'data folder of a standalone with its keys.json (TRIBUTARY_DATA_DIR; default data)')
    .option('--rate <count>', 'messages a second at most', wholeNumber, 1_000)
    .option('--accept-losses', 'switch although people are known whose events are nowhere')
    .option('--back', 'go back to the state before the last switch, with everything that has happened since')
    .option('--drop-old', 'drop the state before the last switch')
    .option('--cancel', 'cancel the running rebuild')
    .option('--status', 'only show how it stands')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', help)
    .action(async (service: ServiceName | 'all', options: Options) => {
      surroundings.exit(await run(service === 'all' ? services : [service], options, surroundings));
    });
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('It must be a whole number above 0.');
  return value;
}

async function run(wanted: readonly ServiceName[], options: Options, surroundings: Surroundings): Promise<number> {
  const { env, err } = surroundings;
  try {
    const connection = await findOperatorConnection(options, env);
    for (const service of wanted) {
      await one(service, { options, client: operatorClient(connection, service), surroundings });
    }
    return 0;
  } catch (error) {
    err.write(`${messageOf(error)}\n`);
    return 1;
  }
}

interface Means {
  readonly options: Options;
  readonly client: Client;
  readonly surroundings: Surroundings;
}

async function one(service: ServiceName, means: Means): Promise<void> {
  const { options, client, surroundings } = means;
  const path = `/v1/rebuilds/${service}`;
  const say = (state: Rebuilds): void => {
    surroundings.out.write(options.json === true ? `${JSON.stringify(state.raw)}\n` : describe(service, state));
  };
  if (options.status === true) {
    say(readRebuilds(await client.get(path)));
    return;
  }
  if (options.cancel === true) {
    say(readRebuilds(await client.delete(path)));
    return;
  }
  if (options.dropOld === true) {
    say(readRebuilds(await client.delete(`${path}/previous`)));
    return;
  }
  const order = { rate: options.rate, acceptLosses: options.acceptLosses === true };
  await client.post(options.back === true ? `${path}/back` : path, order);
  const state = await watched(service, means);
  if (state.failure !== null) throw new Error(`${service} was not rebuilt: ${state.failure}`);
  say(state);
}

/** Until nothing runs; while it switches nobody answers. */
async function watched(service: ServiceName, { client, surroundings: { err } }: Means): Promise<Rebuilds> {
  let answeredAt = performance.now();
  let shown = '';
  for (;;) {
    const state = await client.get(`/v1/rebuilds/${service}`).then(readRebuilds, (error: unknown) => {
      if (error instanceof ApiError || performance.now() - answeredAt > awayMs) throw error;
      return undefined;
    });
    if (state !== undefined) answeredAt = performance.now();
    if (state?.running === null) {
      if (err.isTTY === true && shown !== '') err.write('\n');
      return state;
    }
    const line = state === undefined ? 'switching (nobody answers for a moment)' : progressOf(state);
    if (line !== shown) err.write(err.isTTY === true ? `\r${service}: ${line}\u001b[K` : `${service}: ${line}\n`);
    shown = line;
    await sleep(everyMs);
  }
}

function progressOf({ running }: Rebuilds): string {
  if (running === null) return 'done';
  const { stage, done, total } = running;
  return total === 0 ? stage : `${stage} ${counted(done)} of ${counted(total)}`;
}

function describe(service: ServiceName, { generation, previous, running, last, failure }: Rebuilds): string {
  const lines = [
    `${service}: generation ${generation} is in use${previous === null ? '' : `, ${previous} can be gone back to`}`,
  ];
  if (running !== null)
    lines.push(`  running: ${progressOf({ running, raw: undefined, generation, previous, last, failure })}`);
  if (failure !== null) lines.push(`  the last one ended early: ${failure}`);
  if (last !== null) {
    lines.push(
      `  ${counted(last.messages)} messages replayed, ${counted(last.documents)} documents compared,` +
        ` ${counted(last.differences)} were different, ${counted(last.corrections)} corrections published`,
      `  no work taken for ${(last.pausedMs / 1_000).toFixed(1)} s`,
      ...last.examples.map((example) => `    ${example}`),
      ...last.losses.map((loss) => `    lost: ${loss}`),
    );
  }
  return `${lines.join('\n')}\n`;
}
