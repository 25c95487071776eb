/** Three brokers and a controller that tests may kill, freeze and revive; their own, in a folder of their own. */
import { kafkaDev, mayStartKafka, newFolder } from './kafka-dev.ts';

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

/** Undefined, with the reason printed, where it is not asked for. */
export async function kafkaCluster(): Promise<KafkaCluster | undefined> {
  if (!mayStartKafka()) return undefined;
  const dir = await newFolder();
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
