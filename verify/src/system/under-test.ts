/**
 * The product's services on decorated engines: the same definitions and the same runtime as in production, started by the
 * verifier so that it can kill the process between two steps, move its clock, provoke poison, and seed a bug.
 */
import { type BusEngine } from '@tributary/bus';
import {
  exitLoudly,
  openEngines,
  readSettings,
  runProcess,
  startServices,
  type RunningServices,
} from '@tributary/runtime';
import { createLogger, createMetrics } from '@tributary/telemetry';
import { bugOf, isBug } from '../bugs/bugs.ts';
import { decorated, type BusSteps } from './decorated-bus.ts';
import { definitionsOf } from './definitions.ts';
import { arm, isFailPoint, killAroundWrites, killBeforeCommits } from './fail-points.ts';
import { provoked } from './provoke.ts';
import { replaceBulkWrites } from './store-steps.ts';
import { unsteady } from './unsteady.ts';

const {
  VERIFY_SERVICES = '',
  VERIFY_NAMESPACES = '',
  VERIFY_PORTS = '',
  VERIFY_BUG = '',
  VERIFY_UNSTEADY = '0',
} = process.env;

const clock = { offsetMs: 0, now: () => Date.now() + clock.offsetMs };

process.on('message', (message: unknown) => {
  if (typeof message !== 'object' || message === null) return;
  if ('arm' in message && isFailPoint(message.arm)) arm(message.arm);
  if ('clock' in message && typeof message.clock === 'number') clock.offsetMs = message.clock;
});

// Without the verifier nobody would end it.
process.on('disconnect', () => process.exit(1));

const bug = isBug(VERIFY_BUG) ? bugOf(VERIFY_BUG) : undefined;
if (VERIFY_BUG !== '' && bug === undefined) throw new Error(`There is no bug called ${VERIFY_BUG}.`);

const layers: readonly BusSteps[] = [
  unsteady(Number(VERIFY_UNSTEADY)),
  killBeforeCommits,
  ...(bug?.bus ? [bug.bus] : []),
];
replaceBulkWrites([killAroundWrites, provoked, ...(bug?.store ? [bug.store] : [])]);

const definitions = await definitionsOf(VERIFY_SERVICES.split(',').filter((name) => name !== ''));
const namespaces = VERIFY_NAMESPACES.split(',');
const ports = VERIFY_PORTS.split(',');

await runProcess(async () => {
  const common = readSettings(process.env);
  const log = createLogger({ service: 'under-test', level: common.logLevel });
  const engines = await openEngines(common, log);
  const bus = layers.reduce<BusEngine>(decorated, engines.bus);
  const running: RunningServices[] = [];
  // The first is asked whether the process is ready, so it comes last.
  for (const [index, namespace] of [...namespaces.entries()].reverse()) {
    const env = { ...process.env, TRIBUTARY_NAMESPACE: namespace, PORT: ports[index] ?? '0' };
    running.push(
      await startServices({
        definitions,
        engines: { ...engines, bus },
        settings: readSettings(env),
        clock,
        log,
        metrics: createMetrics({ process: true }),
        onFatal: (error) => exitLoudly(log, error),
      }),
    );
  }
  return async () => {
    await Promise.all(running.map((services) => services.stop()));
    await engines.close();
  };
});
