/** Three real brokers on loopback, killed, frozen and revived one by one. */
import { execFile, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Admin } from 'kafkajs';

const tool = fileURLToPath(new URL('../../../tools/kafka-dev', import.meta.url));
const run = promisify(execFile);

export const brokerIds = [1, 2, 3] as const;
export type BrokerId = (typeof brokerIds)[number];

export class Cluster {
  private constructor(
    readonly brokers: string,
    readonly folder: string,
  ) {}

  static async start(folder: string): Promise<Cluster> {
    const { stdout } = await run(tool, [
      ...['start', '--port', '0', '--brokers', '3', '--controllers', 'separate', '--heap', '384m', '--dir', folder],
    ]);
    // Brokers outlive the verifier by themselves: an interrupted run must not leave them behind.
    process.once('exit', () => spawnSync(tool, ['wipe', '--dir', folder]));
    return new Cluster(stdout.trim().replace('KAFKA_BROKERS=', ''), folder);
  }

  kill(id: BrokerId): Promise<void> {
    return this.#tell('kill9', String(id));
  }

  freeze(id: BrokerId): Promise<void> {
    return this.#tell('freeze', String(id));
  }

  thaw(id: BrokerId): Promise<void> {
    return this.#tell('thaw', String(id));
  }

  /** SIGTERM: a controlled shutdown. */
  term(id: BrokerId): Promise<void> {
    return this.#tell('term', String(id));
  }

  /** Starts every broker that is down; resolves when all of them serve. */
  revive(): Promise<void> {
    return this.#tell('start');
  }

  wipe(): Promise<void> {
    return this.#tell('wipe');
  }

  async #tell(...args: readonly string[]): Promise<void> {
    await run(tool, [...args, '--dir', this.folder]);
  }
}

/** The broker that leads most partitions of a topic. */
export async function leaderOf(admin: Admin, topic: string): Promise<BrokerId> {
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  const leads = (topics[0]?.partitions ?? []).map(({ leader }) => leader);
  const count = (id: BrokerId): number => leads.filter((leader) => leader === id).length;
  return brokerIds.reduce((best, id) => (count(id) > count(best) ? id : best), brokerIds[0]);
}
