/** `tributary doctor`: says what is well, what is not, and what to do about it; sends one event and times each hop. */
import { Command, InvalidArgumentError } from 'commander';
import { findOperatorConnection } from './connection.ts';
import { type Finding } from './doctor/finding.ts';
import { type Surroundings } from './surroundings.ts';

interface Options {
  readonly url?: string;
  readonly key?: string;
  readonly dataDir?: string;
  readonly event: boolean;
  readonly within: number;
  readonly json?: boolean;
}

const help = `
Over HTTP it looks at keys, clocks, the health of every service, lag and dead letters. With KAFKA_BROKERS and MONGODB_URI (and whatever else the
services get) it looks at the engines themselves, with --data-dir at the files of a standalone. Then it sends one event of the person
user_id:tributary-doctor and prints how long each hop took. That person has no order and appears in no figure but the number of events.

Exit codes: 0 all is well (there may be warnings), 1 something is not.`;

export function doctorCommand(surroundings: Surroundings): Command {
  return new Command('doctor')
    .description('Check engines, keys, clocks, topics and services; send one event and time each hop')
    .option('-u, --url <url>', 'where the API listens (<SERVICE>_URL, TRIBUTARY_URL; default http://127.0.0.1:4400)')
    .option('-k, --key <key>', 'secret key (TRIBUTARY_SECRET_KEYS; default: of the data folder)')
    .option('-d, --data-dir <dir>', 'data folder of a standalone (TRIBUTARY_DATA_DIR; default data)')
    .option('--no-event', 'send nothing')
    .option('--within <seconds>', 'how long one hop may take', seconds, 15)
    .option('--json', 'print the findings as JSON')
    .addHelpText('after', help)
    .action(async (options: Options) => {
      surroundings.exit(await run(options, surroundings));
    });
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}

async function run(options: Options, { env, out }: Surroundings): Promise<number> {
  const connection = await findOperatorConnection(options, env);
  const findings: Finding[] = [];
  let area = '';
  const tell = (finding: Finding): void => {
    findings.push(finding);
    if (options.json === true) return;
    if (finding.area !== area) out.write(`${area === '' ? '' : '\n'}${finding.area}\n`);
    area = finding.area;
    out.write(`  ${label(finding)}  ${finding.what}\n`);
    if (finding.fix !== undefined) out.write(`        ${finding.fix}\n`);
  };
  // What a check needs is loaded with it: help and import stay quick.
  const { checkServices } = await import('./doctor/check-services.ts');
  const reachable = await checkServices(connection, tell);
  if (env['KAFKA_BROKERS'] !== undefined) {
    const { checkKafka } = await import('./doctor/check-kafka.ts');
    await checkKafka(env, tell);
  }
  if (env['MONGODB_URI'] !== undefined) {
    const { checkMongo } = await import('./doctor/check-mongo.ts');
    await checkMongo(env, env['MONGODB_URI'], tell);
  }
  const { checkFolder } = await import('./doctor/check-folder.ts');
  await checkFolder(options.dataDir ?? env['TRIBUTARY_DATA_DIR'] ?? 'data', tell);
  if (options.event && reachable) {
    const { timeHops } = await import('./doctor/time-hops.ts');
    await timeHops(connection, { withinMs: options.within * 1_000, tell });
  }
  const failed = findings.filter(({ level }) => level === 'FAIL').length;
  const warned = findings.filter(({ level }) => level === 'warn').length;
  out.write(options.json === true ? `${JSON.stringify({ ok: failed === 0, findings })}\n` : verdict(failed, warned));
  return failed === 0 ? 0 : 1;
}

function verdict(failed: number, warned: number): string {
  const wrong = failed === 0 ? 'All is well' : failed === 1 ? '1 thing is not well' : `${failed} things are not well`;
  const warnings = warned === 0 ? '' : warned === 1 ? ', 1 warning' : `, ${warned} warnings`;
  return `\n${wrong}${warnings}.\n`;
}

const label = ({ level }: Finding): string => level.padEnd(4);
