/** Three real brokers on loopback, killed, frozen and revived one by one; services and brokers reach them over links that can break. */
import { execFile, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Admin } from 'kafkajs';
import { Link } from './link.ts';

const tool = fileURLToPath(new URL('../../../tools/kafka-dev', import.meta.url));
const run = promisify(execFile);

export const brokerIds = [1, 2, 3] as const;
export type BrokerId = (typeof brokerIds)[number];

export class Cluster {
  private constructor(
    /** Straight to the brokers, whatever is broken: for readers. */
    readonly brokers: string,
    readonly folder: string,
    private readonly links: Links,
  ) {}

  static async start(folder: string): Promise<Cluster> {
    const links = { clients: await threeLinks(), peers: await threeLinks() };
    const ports = (some: readonly Link[]): string => some.map(({ port }) => port).join();
    const { stdout } = await run(tool, [
      ...['start', '--port', '0', '--brokers', '3', '--controllers', 'separate', '--heap', '384m', '--dir', folder],
      // Brokers that are killed every half minute would spend more on compiling than they gain by it.
      '--short-lived',
      ...['--via', `${ports(links.clients)}/${ports(links.peers)}`],
    ]);
    // Brokers outlive the verifier by themselves: an interrupted run must not leave them behind.
    process.once('exit', () => spawnSync(tool, ['wipe', '--dir', folder]));
    const brokers = stdout.trim().replace('KAFKA_BROKERS=', '');
    const first = Number(brokers.split(',')[0]?.split(':')[1]);
    for (const [index, link] of links.clients.entries()) link.leadTo({ host: '127.0.0.1', port: first + 301 + index });
    for (const [index, link] of links.peers.entries()) link.leadTo({ host: '127.0.0.1', port: first + 201 + index });
    return new Cluster(brokers, folder, links);
  }

  /** For the services: over the links. */
  get linked(): string {
    return this.links.clients.map(({ port }) => `127.0.0.1:${port}`).join();
  }

  /** The others no longer reach this broker; it reaches them, the controller and its clients. */
  shutOff(id: BrokerId): void {
    this.links.peers[id - 1]?.cut();
  }

  letIn(id: BrokerId): void {
    this.links.peers[id - 1]?.mend();
  }

  /** Every connection that a service has to a broker goes silent for ever, without an end. */
  wedgeClients(): void {
    for (const link of this.links.clients) link.wedge();
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

  async wipe(): Promise<void> {
    await this.#tell('wipe');
    await Promise.all([...this.links.clients, ...this.links.peers].map((link) => link.close()));
  }

  async #tell(...args: readonly string[]): Promise<void> {
    await run(tool, [...args, '--dir', this.folder]);
  }
}

interface Links {
  readonly clients: readonly Link[];
  readonly peers: readonly Link[];
}

const threeLinks = (): Promise<readonly Link[]> => Promise.all(brokerIds.map(() => Link.start()));

/** The broker that leads most partitions of a topic. */
export async function leaderOf(admin: Admin, topic: string): Promise<BrokerId> {
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  const leads = (topics[0]?.partitions ?? []).map(({ leader }) => leader);
  const count = (id: BrokerId): number => leads.filter((leader) => leader === id).length;
  return brokerIds.reduce((best, id) => (count(id) > count(best) ? id : best), brokerIds[0]);
}
