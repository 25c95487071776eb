/** The life of a process: read the settings, open the engines, run, and on SIGTERM drain within a bounded time. */
import { ConfigError } from '@tributary/config';
import { createLogger, createMetrics, systemClock, type Logger } from '@tributary/telemetry';
import { openEngines } from './engines.ts';
import { type ServiceDefinition } from './service.ts';
import { readSettings } from './settings.ts';
import { startServices } from './rebuild/serve.ts';

/** Under the 30 s that an orchestrator waits before it kills. */
const drainMs = 25_000;

/** Runs one service until it is told to stop. */
export async function runService(definition: ServiceDefinition): Promise<void> {
  await runProcess(async () => {
    const settings = readSettings(process.env);
    if (settings.secretKeys.length === 0) throw new ConfigError(['TRIBUTARY_SECRET_KEYS must be set']);
    const log = createLogger({ service: definition.name, level: settings.logLevel });
    const engines = await openEngines(settings, log);
    const services = await startServices({
      definitions: [definition],
      engines,
      settings,
      clock: systemClock,
      log,
      metrics: createMetrics({ process: true }),
      onFatal: (error) => {
        exitLoudly(log, error);
      },
    });
    log.info({ url: services.url, engines: engines.described }, 'Ready');
    return async () => {
      await services.stop();
      await engines.close();
    };
  });
}

/** Starts something that answers how to stop it; stops it on SIGTERM and SIGINT; exits with 1 when either fails. */
export async function runProcess(start: () => Promise<() => Promise<void>>): Promise<void> {
  try {
    const stop = await start();
    const signalled = new Promise((resolve) => {
      process.once('SIGTERM', resolve);
      process.once('SIGINT', resolve);
    });
    await signalled;
    setTimeout(() => {
      fail(`Not drained after ${drainMs / 1_000} s.`);
    }, drainMs).unref();
    await stop();
    process.exit(0);
  } catch (error) {
    fail(error instanceof ConfigError ? error.message : error);
  }
}

export function exitLoudly(log: Logger, error: Error): never {
  log.error({ err: error }, 'The process cannot do its work any more');
  return process.exit(1);
}

function fail(reason: unknown): never {
  process.stderr.write(`${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}\n`);
  return process.exit(1);
}
