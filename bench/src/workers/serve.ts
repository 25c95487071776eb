/** Services as they are deployed, alone in a process, on the embedded engines in `TRIBUTARY_DATA_DIR`. */
import { type BusEngine } from '@tributary/bus';
import {
  exitLoudly,
  openEngines,
  readSettings,
  runProcess,
  type ServiceDefinition,
  startServices,
} from '@tributary/runtime';
import { createLogger, createMetrics, systemClock } from '@tributary/telemetry';

/** `busOf`: what the services take for their bus. */
export async function serve(
  definitions: readonly ServiceDefinition[],
  busOf = (bus: BusEngine): BusEngine => bus,
): Promise<void> {
  const settings = readSettings(process.env);
  const log = createLogger({ service: 'bench', level: settings.logLevel });
  await runProcess(async () => {
    const engines = await openEngines(settings, log);
    const running = await startServices({
      definitions,
      engines: { ...engines, bus: busOf(engines.bus) },
      settings,
      clock: systemClock,
      log,
      metrics: createMetrics({ process: true }),
      onFatal: (error) => exitLoudly(log, error),
    });
    // Without the benchmark nobody would end it.
    process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
    process.send?.({ url: running.url });
    return async () => {
      await running.stop();
      await engines.close();
    };
  });
}
