/** What a service reads of its environment and whom it calls, found by letting it: its settings are read, its module is made. */
import { kafkaOptionsFromEnv } from '@tributary/bus-kafka';
import { readSettings, type Environment, type ServiceDefinition, type ServiceDeps } from '@tributary/runtime';
import { createLogger, openTracing } from '@tributary/telemetry';

interface Findings {
  /** Names of the variables that it asks for. */
  readonly variables: ReadonlySet<string>;
  /** Names of the services whose address it asks for. */
  readonly peers: ReadonlySet<string>;
  /** Why it would not start with this environment; undefined where it would. */
  readonly refused: string | undefined;
}

export async function whatItReads(definition: ServiceDefinition, environment: Environment): Promise<Findings> {
  const variables = new Set<string>();
  const peers = new Set<string>();
  const env = noting(environment, variables);
  try {
    const settings = readSettings(env);
    kafkaOptionsFromEnv(noting({ ...environment, KAFKA_SSL_CA_FILE: import.meta.filename }, variables));
    const log = createLogger({ service: definition.name, level: 'silent' });
    const tracing = await openTracing({ env, version: '0', log });
    await tracing.close();
    // eslint-disable-next-line no-restricted-syntax -- the module is made, never run: whatever it asks for is there
    const deps = { ...anyDeps, env, peers: noting(settings.peers, peers) } as ServiceDeps;
    definition.module(deps);
    return { variables, peers, refused: undefined };
  } catch (error) {
    return { variables, peers, refused: String(error) };
  }
}

function noting<T extends object>(values: T, names: Set<string>): T {
  return new Proxy(values, {
    get: (target, name): unknown => {
      if (typeof name === 'string') names.add(name);
      return Reflect.get(target, name);
    },
  });
}

/** Answers itself to every question. */
const anything: unknown = new Proxy(() => undefined, {
  get: (_target, name) => (name === Symbol.toPrimitive ? () => '' : anything),
  apply: () => anything,
  construct: () => ({}),
});

const anyDeps: Partial<Record<keyof ServiceDeps, unknown>> = {
  publisher: anything,
  connection: anything,
  freshness: anything,
  clock: anything,
  log: anything,
  metrics: anything,
  tracer: anything,
  secretKey: 'secret',
};
