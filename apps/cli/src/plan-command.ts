/** `tributary plan`: the tracking plan of a source as a file beside the code that keeps to it. */
import { readFile, writeFile } from 'node:fs/promises';
import { ApiError, type Client } from '@tributary/api-client';
import { unreadable, unwritable } from '@tributary/importer';
import { Command } from 'commander';
import { fieldsOf, listOf, numberOf, textOf, textsOf } from './answer.ts';
import { type ConnectionOptions, findOperatorConnection } from './connection.ts';
import { describeFailure } from './import-result.ts';
import { messageOf } from './message-of.ts';
import { operatorClient } from './operator-client.ts';
import { counted } from './progress-bar.ts';
import { type Surroundings } from './surroundings.ts';

interface Options extends ConnectionOptions {
  readonly out?: string;
}

type Work = (client: Client, source: string, options: Options) => Promise<string>;

const help = `
A plan begins with what a source has sent: infer writes it to a file, which is kept with the code. preview says what the rules in a file would do with
the newest events; apply switches them on; violations shows what does not keep to them; types writes TypeScript types for whoever sends the events.

Exit codes: 0 done, 1 not done.

Examples:
  $ tributary plan infer web --out web.rules.json
  $ tributary plan preview web web.rules.json
  $ tributary plan apply web web.rules.json
  $ tributary plan violations web
  $ tributary plan types web --out tracked-events.ts`;

export function planCommand(surroundings: Surroundings): Command {
  return new Command('plan')
    .description('Infer, try, apply and check the tracking plan and the other rules of a source')
    .addHelpText('after', help)
    .addCommand(
      step('infer', 'Make rules to begin with from what the source has sent in the last day', infer, surroundings),
    )
    .addCommand(
      stepWithFile('preview', 'Say what the rules in a file would do with the newest events', preview, surroundings),
    )
    .addCommand(stepWithFile('apply', 'Switch the rules in a file on', apply, surroundings))
    .addCommand(step('violations', 'Show what does not keep to the plan', violations, surroundings))
    .addCommand(step('types', 'Write TypeScript types of the plan', types, surroundings));
}

const withConnection = (command: Command): Command =>
  command
    .option('-u, --url <url>', 'where the API listens (INGESTION_URL, TRIBUTARY_URL; default http://127.0.0.1:4400)')
    .option('-k, --key <key>', 'secret key (TRIBUTARY_SECRET_KEYS; default: of the data folder)')
    .option(
      '-d, --data-dir <dir>',
      'data folder of a standalone with its keys.json (TRIBUTARY_DATA_DIR; default data)',
    );

function step(name: string, words: string, work: Work, surroundings: Surroundings): Command {
  return withConnection(new Command(name).description(words).argument('<source>'))
    .option('-o, --out <file>', 'write there instead of showing it')
    .action((source: string, options: Options) =>
      run(surroundings, options, (client) => work(client, source, options)),
    );
}

type WorkWithFile = (client: Client, source: string, rules: unknown) => Promise<string>;

function stepWithFile(name: string, words: string, work: WorkWithFile, surroundings: Surroundings): Command {
  return withConnection(new Command(name).description(words).argument('<source>').argument('<file>')).action(
    (source: string, file: string, options: Options) =>
      run(surroundings, options, async (client) => work(client, source, await rulesIn(file))),
  );
}

async function run(
  surroundings: Surroundings,
  options: Options,
  work: (client: Client) => Promise<string>,
): Promise<void> {
  const { env, out, err } = surroundings;
  try {
    const text = await work(operatorClient(await findOperatorConnection(options, env), 'ingestion'));
    if (options.out === undefined) out.write(text);
    else {
      await writeTo(options.out, text);
      out.write(`Written to ${options.out}\n`);
    }
    surroundings.exit(0);
  } catch (error) {
    err.write(`${problemIn(error)}\n`);
    surroundings.exit(1);
  }
}

/** With every error of the rules on a line of its own. */
function problemIn(error: unknown): string {
  const errors = error instanceof ApiError ? error.errors : [];
  return [describeFailure(error), ...errors.map(({ at: place, message }) => `  ${place}: ${message}`)].join('\n');
}

const writeTo = (file: string, text: string): Promise<void> =>
  writeFile(file, text).catch((error: unknown) => {
    throw unwritable(file, error);
  });

async function rulesIn(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw unreadable(file, error);
  });
  try {
    return JSON.parse(text) as unknown; // eslint-disable-line no-restricted-syntax -- JSON.parse answers any
  } catch (error) {
    throw new Error(`${file} is not JSON: ${messageOf(error)}`, { cause: error });
  }
}

const at = (source: string): string => `/v1/sources/${encodeURIComponent(source)}`;

const infer: Work = async (client, source) => {
  const { events, plan } = fieldsOf(await client.post(`${at(source)}/plan/infer`, {}));
  if (numberOf(events) === 0) throw new Error(`The source ${source} has sent nothing in the last day.`);
  return `${JSON.stringify({ plan }, null, 2)}\n`;
};

const preview: WorkWithFile = async (client, source, rules) => {
  const answer = fieldsOf(await client.post(`${at(source)}/rules/preview`, { rules }));
  const count = (name: string): string => counted(numberOf(answer[name]));
  const found = Object.entries(fieldsOf(answer['personalData'])).map(
    ([name, places]) => `  ${name}: ${counted(numberOf(places))}\n`,
  );
  return [
    `${count('events')} events: ${count('passed')} pass (${count('warned')} of them flagged), ${count('blocked')} are refused, ${count('suppressed')} suppressed\n`,
    ...(found.length === 0 ? [] : ['Personal data, by places:\n', ...found]),
    ...listOf(answer['violations'], sentence),
  ].join('');
};

const apply: WorkWithFile = async (client, source, rules) => {
  const { version } = fieldsOf(await client.put(`${at(source)}/rules`, { rules }));
  return `Version ${counted(numberOf(version))} of the rules of ${source} holds within five seconds\n`;
};

const violations: Work = async (client, source) => {
  const lines: string[] = [];
  for await (const group of client.pages(`${at(source)}/violations`)) lines.push(sentence(fieldsOf(group)));
  return lines.length === 0 ? 'Everything keeps to the plan\n' : lines.join('');
};

const types: Work = async (client, source) => {
  const parts: string[] = [];
  for await (const part of client.texts(`${at(source)}/plan/types`)) parts.push(part);
  return parts.join('');
};

function sentence(group: Readonly<Record<string, unknown>>): string {
  const { type, name, kind, at: place, expected, found, count, samples } = group;
  const what = textOf(name) === '' ? textOf(type) : `${textOf(type)} "${textOf(name)}"`;
  const where = textOf(place) === '' ? '' : ` at ${textOf(place)}`;
  const latest = textsOf(samples).at(-1);
  const sample = latest === undefined ? '' : `, e.g. ${latest}`;
  return `  ${counted(numberOf(count))} x ${what}: ${textOf(kind)}${where}, expected ${textOf(expected)}, found ${textOf(found)}${sample}\n`;
}
