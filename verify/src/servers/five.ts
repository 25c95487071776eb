/** Five separate processes on three real brokers and a store behind a proxy that can break it. */
import { join } from 'node:path';
import { services, type ServiceName } from '@tributary/contracts';
import { openStore } from '@tributary/mongo-embedded';
import { ownAddress } from '@tributary/runtime';
import { type Supervised } from '@tributary/launcher';
import { openStoreReader, type StoreReader } from '../reading/store-reader.ts';
import { newDeployments, serviceProcess, type Deployment, type ServiceProcess } from '../system/river.ts';
import { Cluster } from './cluster.ts';
import { FaultProxy } from './fault-proxy.ts';
import { openKafkaLog, type KafkaLog } from './kafka-log.ts';

export interface Five {
  readonly deployment: Deployment;
  readonly cluster: Cluster;
  readonly proxy: FaultProxy;
  readonly log: KafkaLog;
  readonly store: StoreReader;
  /** In words: which servers. */
  readonly described: string;
  service(name: ServiceName): Supervised;
  readonly all: readonly Supervised[];
  readonly url: (name: ServiceName) => string;
  /** Starts another process of a service beside the one it has. */
  another(name: ServiceName): Promise<Supervised>;
  close(): Promise<void>;
}

/** The settings of production, with a shorter session and less patience with a handler that hangs, so that more faults fit into an hour. */
const settings = {
  KAFKA_REPLICATION_FACTOR: '3',
  KAFKA_MIN_INSYNC_REPLICAS: '2',
  KAFKA_SESSION_TIMEOUT_MS: '10000',
  TRIBUTARY_HANDLER_DEADLINE_MS: '10000',
};

export async function startFive(folder: string, say: (line: string) => void): Promise<Five> {
  say('three brokers and a controller start');
  const cluster = await Cluster.start(join(folder, 'kafka'));
  const store = await openServer(folder);
  const proxy = await FaultProxy.start(addressIn(store.uri));
  // The store outlives the run: a name of its own keeps runs apart.
  const [deployment] = newDeployments([`v${Date.now().toString(36)}`]);
  if (deployment === undefined) throw new Error('There is one deployment.');
  const { processes, another } = await processesOf({ deployment, folder, brokers: cluster.linked, port: proxy.port });
  say('five services start');
  await Promise.all([...processes.values()].map(({ process }) => process.start()));
  const log = await openKafkaLog(cluster.brokers);
  const reader = await openStoreReader(store.uri, deployment.namespace);
  const of = (name: ServiceName): ServiceProcess => {
    const found = processes.get(name);
    if (found === undefined) throw new Error(`There is no process for ${name}.`);
    return found;
  };
  const all = [...processes.values()].map(({ process }) => process);
  const others: Supervised[] = [];
  return {
    ...{ deployment, cluster, proxy, log, all },
    store: reader,
    described: `Apache Kafka 4.3.1 (3 brokers, RF 3, min.insync 2), ${store.described}`,
    service: (name) => of(name).process,
    url: (name) => of(name).url(deployment),
    another: async (name) => {
      const { process } = await another(name);
      others.push(process);
      await process.start();
      return process;
    },
    close: async () => {
      await Promise.all([...all, ...others].map((process) => process.remove()));
      await log.close().catch(() => undefined);
      await reader.drop().catch(() => undefined);
      await reader.close();
      await proxy.close();
      await store.close();
      await cluster.wipe();
    },
  };
}

interface ProcessesOptions {
  readonly deployment: Deployment;
  readonly folder: string;
  readonly brokers: string;
  /** Of the proxy. */
  readonly port: number;
}

interface Processes {
  readonly processes: ReadonlyMap<ServiceName, ServiceProcess>;
  /** One more of a service, at an address of its own. */
  readonly another: (name: ServiceName) => Promise<ServiceProcess>;
}

async function processesOf({ deployment, folder, brokers, port }: ProcessesOptions): Promise<Processes> {
  const places = await Promise.all(services.map(async (name) => [name, await ownAddress('127.0.0.1', 0)] as const));
  const peers = Object.fromEntries(places.map(([name, { url }]) => [`${name.toUpperCase()}_URL`, url]));
  const env = {
    ...settings,
    ...peers,
    KAFKA_BROKERS: brokers,
    MONGODB_URI: `mongodb://127.0.0.1:${port}/?directConnection=true`,
    LOG_LEVEL: 'warn',
  };
  const common = { deployments: [deployment], env, folder };
  const made = places.map(
    async ([name, own]) => [name, await serviceProcess({ ...common, name, services: [name], port: own.port })] as const,
  );
  let count = 1;
  return {
    processes: new Map(await Promise.all(made)),
    another: (name) => serviceProcess({ ...common, name: `${name}-${(count += 1)}`, services: [name] }),
  };
}

interface StoreServer {
  readonly uri: string;
  readonly described: string;
  close(): Promise<void>;
}

/** A MongoDB that the environment names; otherwise the embedded server, in this process, where no fault reaches it but the proxy's. */
async function openServer(folder: string): Promise<StoreServer> {
  const named = [process.env['TEST_MONGODB_URI'], process.env['MONGODB_URI']].find((uri) => (uri ?? '') !== '');
  if (named !== undefined)
    return { uri: named, described: 'a MongoDB server behind the fault proxy', close: () => Promise.resolve() };
  const store = await openStore({ file: join(folder, 'store.sqlite') });
  return { uri: store.uri, described: 'the embedded store behind the fault proxy', close: () => store.close() };
}

function addressIn(uri: string): { readonly host: string; readonly port: number } {
  const { hostname, port } = new URL(uri);
  return { host: hostname, port: Number(port === '' ? 27_017 : port) };
}
