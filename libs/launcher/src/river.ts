/** The whole product running: every service in one process, or each in its own. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { services, type ServiceName } from '@tributary/contracts';
import { ownAddress } from '@tributary/runtime';
import { launch, launchReady, terminate, untilReady, type Environment, type Launched } from './process.ts';

export interface River {
  /** Base URL of a service's HTTP API. */
  url(service: ServiceName): string;
  /** The process that runs a service. */
  process(service: ServiceName): Launched;
  /** Put before the names of topics and databases. */
  readonly namespace: string;
  readonly secretKey: string;
  readonly writeKey: string;
  readonly processes: readonly Launched[];
  stop(): Promise<void>;
}

/** Every service in one process, on the embedded engines in `dataDir`, without the sample. */
export async function standaloneRiver(dataDir: string, env: Environment = {}): Promise<River> {
  const ready = await launchReady('standalone', ['--data-dir', dataDir, '--no-sample'], env);
  const keys: unknown = JSON.parse(await readFile(join(dataDir, 'keys.json'), 'utf8'));
  return {
    url: () => ready.url,
    process: () => ready,
    namespace: '',
    secretKey: textOf(keys, 'secretKey'),
    writeKey: textOf(keys, 'writeKey'),
    processes: [ready],
    stop: () => terminate(ready),
  };
}

function textOf(from: unknown, field: string): string {
  const value: unknown = typeof from === 'object' && from !== null ? Reflect.get(from, field) : undefined;
  if (typeof value === 'string') return value;
  throw new Error(`keys.json has no ${field}.`);
}

export interface Servers {
  readonly kafkaBrokers: string;
  readonly mongodbUri: string;
}

export const newNamespace = (): string => `e2e-${randomUUID().slice(0, 8)}`;

/** Every service in a process of its own, on Kafka and MongoDB; `own` stands above the usual settings, of all or of each. */
export async function distributedRiver(
  servers: Servers,
  own: Environment | ((service: ServiceName) => Environment) = {},
  namespace = newNamespace(),
): Promise<River> {
  const ownOf = typeof own === 'function' ? own : () => own;
  const keys = { secretKey: `sk_${randomUUID()}`, writeKey: `wk_${randomUUID()}` };
  const places = new Map(
    await Promise.all(services.map(async (service) => [service, await ownAddress('127.0.0.1', 0)] as const)),
  );
  const env = {
    KAFKA_BROKERS: servers.kafkaBrokers,
    MONGODB_URI: servers.mongodbUri,
    TRIBUTARY_NAMESPACE: namespace,
    TRIBUTARY_PARTITIONS: '4',
    TRIBUTARY_SECRET_KEYS: keys.secretKey,
    TRIBUTARY_WRITE_KEY: keys.writeKey,
    ...Object.fromEntries([...places].map(([service, { url }]) => [`${service.toUpperCase()}_URL`, url])),
  };
  const running = new Map(
    [...places].map(([service, { port }]) => [
      service,
      launch(service, [], { ...env, PORT: String(port), ...ownOf(service) }),
    ]),
  );
  const urlOf = (service: ServiceName): string => places.get(service)?.url ?? '';
  await Promise.all([...running].map(([service, launched]) => untilReady(urlOf(service), launched)));
  const processes = [...running.values()];
  return {
    url: urlOf,
    process: (service) => known(running.get(service)),
    namespace,
    ...keys,
    processes,
    stop: async () => {
      await Promise.all(processes.map(terminate));
    },
  };
}

function known<T>(found: T | undefined): T {
  if (found === undefined) throw new Error('Every service has a process.');
  return found;
}
