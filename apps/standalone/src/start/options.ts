/** The command line of `npm start`. */
import { parseArgs } from 'node:util';
import { ConfigError } from '@tributary/config';

export interface Options {
  readonly dataDir: string;
  readonly port: number | undefined;
  readonly sample: boolean;
  readonly exitAfterSummary: boolean;
  readonly json: boolean;
  readonly help: boolean;
}

export const usage = `Runs every service of Tributary in this process, on embedded engines.

  npm start -- [options]

  --data-dir DIR        where everything is kept (default: TRIBUTARY_DATA_DIR, else ./data)
  --port N              where the HTTP API listens (default: 4400; 0 for any free port)
  --no-sample           do not load the sample orders on the first start
  --exit-after-summary  load, print the summary, stop
  --json                print the summary as one JSON object, and nothing else, on standard output
  --help                this text

With KAFKA_BROKERS or MONGODB_URI set, those are used instead of the embedded engines.
`;

export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv): Options {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        'data-dir': { type: 'string' },
        port: { type: 'string' },
        'no-sample': { type: 'boolean', default: false },
        'exit-after-summary': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    return {
      dataDir: values['data-dir'] ?? (env['TRIBUTARY_DATA_DIR'] || 'data'),
      port: values.port === undefined ? undefined : portOf(values.port),
      sample: !values['no-sample'],
      exitAfterSummary: values['exit-after-summary'],
      json: values.json,
      help: values.help,
    };
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError([`${error instanceof Error ? error.message : String(error)} (see --help)`]);
  }
}

function portOf(text: string): number {
  const port = Number(text);
  if (text !== '' && Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new ConfigError(['--port must be a whole number from 0 to 65535']);
}
