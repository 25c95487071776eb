/** Opens the data folder and the engines, and starts every service on them. */
import { createLogger, createMetrics, systemClock } from '@tributary/telemetry';
import { exitLoudly, openEngines, readSettings, startServices, type Settings } from '@tributary/runtime';
import { openDataFolder, type DataFolder } from './data-folder.ts';
import { type Options } from './options.ts';
import { allServices } from './services.ts';

export interface Standalone {
  readonly url: string;
  readonly folder: DataFolder;
  /** In words. */
  readonly engines: string;
  settle(withinMs: number): Promise<void>;
  readonly stop: () => Promise<void>;
}

export async function startStandalone(options: Options): Promise<Standalone> {
  // Several processes may share a bus file, but only one may hold the embedded store.
  const folder = await openDataFolder(options.dataDir, { exclusive: process.env['MONGODB_URI'] === undefined });
  const settings = settingsFor(options, folder);
  const log = createLogger({ service: 'standalone', level: settings.logLevel });
  const engines = await openEngines(settings, log);
  const services = await startServices({
    definitions: allServices,
    engines,
    settings,
    clock: systemClock,
    log,
    metrics: createMetrics({ process: true }),
    onFatal: (error) => {
      exitLoudly(log, error);
    },
  });
  return {
    url: services.url,
    folder,
    engines: engines.described,
    settle: (withinMs) => services.settle(withinMs),
    stop: async () => {
      await services.stop();
      await engines.close();
      folder.release();
    },
  };
}

function settingsFor(options: Options, folder: DataFolder): Settings {
  const { keys } = folder;
  return readSettings({
    // One thread gains nothing from several lanes: one makes larger batches, and halves the time from door to profile.
    TRIBUTARY_PARTITIONS: '1',
    ...process.env,
    TRIBUTARY_DATA_DIR: folder.path,
    // The keys are those of the folder: the sample and the command line find them there.
    TRIBUTARY_WRITE_KEY: keys.writeKey,
    TRIBUTARY_SECRET_KEYS: keys.secretKey,
    ...(options.port === undefined ? {} : { PORT: String(options.port) }),
  });
}
