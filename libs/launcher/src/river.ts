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

/** Every service in a process of its own, on Kafka and MongoDB, in a namespace of its own. */
export async function distributedRiver({ kafkaBrokers, mongodbUri }: Servers): Promise<River> {
  const keys = { secretKey: `sk_${randomUUID()}`, writeKey: `wk_${randomUUID()}` };
  const places = new Map(
    await Promise.all(services.map(async (service) => [service, await ownAddress('127.0.0.1', 0)] as const)),
  );
  const env = {
    KAFKA_BROKERS: kafkaBrokers,
    MONGODB_URI: mongodbUri,
    TRIBUTARY_NAMESPACE: `e2e-${randomUUID().slice(0, 8)}`,
    TRIBUTARY_PARTITIONS: '4',
    TRIBUTARY_SECRET_KEYS: keys.secretKey,
    TRIBUTARY_WRITE_KEY: keys.writeKey,
    ...Object.fromEntries([...places].map(([service, { url }]) => [`${service.toUpperCase()}_URL`, url])),
  };
  const running = [...places].map(([service, { url, port }]) => ({
    url,
    launched: launch(service, [], { ...env, PORT: String(port) }),
  }));
  await Promise.all(running.map(({ url, launched }) => untilReady(url, launched)));
  const processes = running.map(({ launched }) => launched);
  return {
    url: (service) => places.get(service)?.url ?? '',
    ...keys,
    processes,
    stop: async () => {
      await Promise.all(processes.map(terminate));
    },
  };
}
