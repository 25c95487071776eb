/** A process with one service: reads the settings, opens the engines, runs until it is told to stop. */
import { ConfigError } from '@tributary/config';
import { createLogger, createMetrics, systemClock } from '@tributary/telemetry';
import { openEngines } from './engines.ts';
import { exitLoudly, runProcess } from './run-process.ts';
import { type ServiceDefinition } from './service.ts';
import { readSettings } from './settings.ts';
import { startServices } from './start-services.ts';

/** Runs one service until it is told to stop. */
export async function runService(definition: ServiceDefinition): Promise<void> {
  await runProcess(async () => {
    const settings = readSettings(process.env);
    if (settings.secretKeys.length === 0) throw new ConfigError(['TRIBUTARY_SECRET_KEYS must be set']);
    const log = createLogger({ service: definition.name, level: settings.logLevel });
    const engines = await openEngines(settings, log, definition.name);
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
