/** Three brokers and a controller that tests may kill, freeze and revive; their own, in a folder of their own. */
import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export type BrokerId = 1 | 2 | 3;
export const brokerIds = [1, 2, 3] as const;

export interface KafkaCluster {
  readonly brokers: readonly string[];
  /** SIGKILL. */
  kill(id: BrokerId): Promise<void>;
  /** SIGSTOP: connections stay open and nobody answers. */
  freeze(id: BrokerId): Promise<void>;
  thaw(id: BrokerId): Promise<void>;
  /** SIGTERM, and waits until the broker has handed over its partitions and gone. */
  terminate(id: BrokerId): Promise<void>;
  /** Starts whatever is down and waits until it serves. */
  revive(): Promise<void>;
  stop(): Promise<void>;
}

const tool = fileURLToPath(new URL('../../../../tools/kafka-dev', import.meta.url));
const run = promisify(execFile);
const kafkaDev = async (...args: readonly string[]): Promise<string> => (await run(tool, [...args])).stdout;

/** Asked for by `TEST_KAFKA_CLUSTER=1`, because it needs Java 17, Maven and a gigabyte; undefined, with the reason printed, without. */
export async function kafkaCluster(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<KafkaCluster | undefined> {
  if (env['TEST_KAFKA_CLUSTER'] !== '1') {
    process.stderr.write('No Kafka cluster: set TEST_KAFKA_CLUSTER=1 (Java 17, Maven) to kill brokers in tests.\n');
    return undefined;
  }
  const dir = join(await mkdtemp(join(tmpdir(), 'tributary-kafka-')), 'cluster');
  const start = ['start', '--port', '0', '--brokers', '3', '--controllers', 'separate', '--heap', '384m', '--dir', dir];
  const started = await kafkaDev(...start);
  const to = (command: string) => async (id: BrokerId) => {
    await kafkaDev(command, String(id), '--dir', dir);
  };
  return {
    brokers: started.trim().replace('KAFKA_BROKERS=', '').split(','),
    kill: to('kill9'),
    freeze: to('freeze'),
    thaw: to('thaw'),
    terminate: to('term'),
    revive: async () => {
      await kafkaDev('start', '--dir', dir);
    },
    stop: async () => {
      await kafkaDev('wipe', '--dir', dir);
    },
  };
}
