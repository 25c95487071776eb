/** The servers of `bench:kafka`: those that the environment names, and a Kafka of its own where none is named. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { listenersOn } from './processes.ts';

export interface Servers {
  readonly kafkaBrokers: string;
  readonly mongodbUri: string;
}

export interface BenchServers extends Servers {
  stop(): Promise<void>;
}

const run = promisify(execFile);
const kafkaDev = fileURLToPath(new URL('../../tools/kafka-dev', import.meta.url));

export async function openServers(env: Readonly<Record<string, string | undefined>>): Promise<BenchServers> {
  const mongodbUri = env['MONGODB_URI'] ?? env['TEST_MONGODB_URI'] ?? '';
  if (mongodbUri === '') throw new Error('MONGODB_URI must name a MongoDB server, e.g. mongodb://127.0.0.1:27017');
  const named = env['KAFKA_BROKERS'] ?? env['TEST_KAFKA_BROKERS'] ?? '';
  if (named !== '') return { kafkaBrokers: named, mongodbUri, stop: () => Promise.resolve() };
  const dir = await mkdtemp(join(tmpdir(), 'tributary-bench-kafka-'));
  const { stdout } = await run(kafkaDev, ['start', '--port', '0', '--dir', dir]);
  const kafkaBrokers = /KAFKA_BROKERS=(\S+)/.exec(stdout)?.[1];
  if (kafkaBrokers === undefined) throw new Error(`tools/kafka-dev did not say where it listens: ${stdout}`);
  const stop = async (): Promise<void> => {
    await run(kafkaDev, ['wipe', '--dir', dir]);
    await rm(dir, { recursive: true, force: true });
  };
  return { kafkaBrokers, mongodbUri, stop };
}

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Process ids of the servers, as far as they run on this machine: what they cost is only counted there. */
export async function serverProcesses({ kafkaBrokers, mongodbUri }: Servers): Promise<{
  readonly broker: readonly number[];
  readonly store: readonly number[];
}> {
  const store = /^mongodb:\/\/(?:[^@/]*@)?([^/?]*)/.exec(mongodbUri)?.[1] ?? '';
  const [brokerPids, storePids] = await Promise.all([kafkaBrokers, store].map((hosts) => listenersOn(portsOf(hosts))));
  return { broker: brokerPids ?? [], store: storePids ?? [] };
}

function portsOf(hosts: string): readonly number[] {
  return hosts.split(',').flatMap((host) => {
    const colon = host.lastIndexOf(':');
    return loopback.has(host.slice(0, colon)) ? [Number(host.slice(colon + 1))] : [];
  });
}
