/**
 * Listens to the MQTT broker. Each connection has a number and with it an id at the broker, under which that keeps what comes while nobody is
 * there; the processes divide the numbers among themselves, and hold them by leases in the store. A store that is away ends no connection, but none is
 * opened without it, so that two never fight for one.
 */
import { randomUUID } from 'node:crypto';
import { Background } from '@tributary/runtime';
import { type Clock, type Logger } from '@tributary/telemetry';
import { type SourceDirectory } from '../manage-sources/source-directory.ts';
import { BrokerConnection } from './broker-connection.ts';
import { type CountMqtt } from './count-mqtt.ts';
import { type MqttSettings } from './mqtt-settings.ts';
import { type ReadSubscription, type SlotStore } from './ports.ts';
import { slotsOf } from './slots.ts';
import { type SubscriptionDirectory } from './subscription-directory.ts';
import { type TakeMessage } from './take-message.ts';

export interface ListenMqttParts {
  /** Undefined: there is no broker. */
  readonly settings: MqttSettings | undefined;
  readonly subscriptions: Pick<SubscriptionDirectory, 'reload'>;
  readonly sources: Pick<SourceDirectory, 'known'>;
  readonly slots: SlotStore;
  readonly take: Pick<TakeMessage, 'run'>;
  readonly count: CountMqtt;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Another process takes over so long after one has died. */
const leaseMs = 10_000;
/** Several looks within a lease; a changed subscription holds after one. */
const everyMs = 2_000;

export class ListenMqtt {
  readonly #process = randomUUID();
  readonly #connections = new Map<number, BrokerConnection>();
  readonly #leases = new Map<number, number>();
  readonly #work: Background;
  #all: readonly ReadSubscription[] = [];
  #known = '';

  constructor(private readonly parts: ListenMqttParts) {
    const { log, count } = parts;
    this.#work = new Background({ name: 'listen to the MQTT broker', everyMs, log, round: () => this.#round() });
    count.connections(() => [...this.#connections.values()].map(({ connected }) => connected));
  }

  onModuleInit(): void {
    const { settings, log } = this.parts;
    if (settings === undefined) return;
    log.info({ broker: settings.host, connections: settings.connections }, 'Listening to the MQTT broker');
    this.#work.start();
  }

  lookNow(): void {
    this.#work.wake();
  }

  /** Before the bus is let go: what is at hand is finished. */
  async onModuleDestroy(): Promise<void> {
    await this.#work.stop();
    await Promise.all([...this.#connections.keys()].map((slot) => this.#let(slot)));
    // Others take over at once; where this fails, they wait for the lease to end.
    if (this.parts.settings) await this.parts.slots.leave(this.#process).catch(() => undefined);
  }

  async #round(): Promise<void> {
    const { settings, slots, clock } = this.parts;
    if (settings === undefined) return;
    this.#follow(await this.#subscriptions());
    const now = clock.now();
    const term = { now, until: now + leaseMs };
    const wanted = slotsOf(this.#process, await slots.beat(this.#process, term), settings.connections);
    for (const slot of this.#connections.keys()) if (!wanted.includes(slot)) await this.#let(slot);
    for (const slot of wanted) {
      if (!(await slots.acquire(slot, this.#process, term))) await this.#let(slot);
      else {
        this.#leases.set(slot, term.until);
        this.#hold(slot, settings);
      }
    }
  }

  /** Nothing is listened to for a source that is disabled. */
  async #subscriptions(): Promise<readonly ReadSubscription[]> {
    const { subscriptions, sources } = this.parts;
    const [all, known] = await Promise.all([subscriptions.reload(), sources.known()]);
    const closed = new Set(known.filter(({ disabled }) => disabled === true).map(({ id }) => id));
    return all.map((one) => (closed.has(one.source) ? { ...one, removed: true } : one));
  }

  /** Only what has changed is told to the broker. */
  #follow(all: readonly ReadSubscription[]): void {
    const text = JSON.stringify(all.map(({ filter, removed }) => [filter, removed]));
    this.#all = all;
    if (text === this.#known) return;
    this.#known = text;
    for (const connection of this.#connections.values()) connection.changed();
  }

  #hold(slot: number, settings: MqttSettings): void {
    if (this.#connections.has(slot)) return;
    const { log, take, count, clock } = this.parts;
    const connection = new BrokerConnection({
      url: settings.url,
      options: settings.optionsOf(slot),
      about: { broker: settings.host, connection: slot },
      log,
      filters: () => this.#filters(settings),
      holds: () => (this.#leases.get(slot) ?? 0) > clock.now(),
      take: async (message) => {
        count.message(await take.run(message));
      },
      onRetry: count.retry,
    });
    this.#connections.set(slot, connection);
    connection.start();
  }

  async #let(slot: number): Promise<void> {
    const connection = this.#connections.get(slot);
    this.#connections.delete(slot);
    this.#leases.delete(slot);
    await connection?.stop();
    // Whoever waits for it may come; where this fails, they wait for the lease to end.
    if (connection) await this.parts.slots.release(slot, this.#process).catch(() => undefined);
  }

  #filters({ shared }: MqttSettings) {
    const wanted = this.#all.filter(({ removed }) => !removed).map(({ filter }) => shared(filter));
    const unwanted = this.#all.filter(({ removed }) => removed).map(({ filter }) => shared(filter));
    return { wanted, unwanted: unwanted.filter((filter) => !wanted.includes(filter)) };
  }
}
