/** Runs services on the generation of their state that is in use, and moves them to another one when that changes. */
import { type ServiceName } from '@tributary/contracts';
import { ownAddress } from './own-address.ts';
import { type ServiceDefinition } from './service.ts';
import { startOnce, type RunningServices, type StartOptions } from './start-once.ts';
import { Desk } from './rebuild/desk.ts';
import { routeCollections } from './rebuild/generations.ts';
import { type RebuildDefinition } from './rebuild/plan.ts';
import { rebuildsModule } from './rebuild/rebuilds.controller.ts';

export async function startServices(options: StartOptions): Promise<RunningServices> {
  const { definitions, engines, clock } = options;
  const own = await ownAddress(options.settings.host, options.settings.port);
  const hostedHere = Object.fromEntries(definitions.map(({ name }) => [name, own.url]));
  // The same port for every start: whoever knows the address goes on using it.
  const settings = { ...options.settings, port: own.port, peers: { ...options.settings.peers, ...hostedHere } };
  const desks = await Promise.all(
    definitions.filter(isRebuildable).map((definition) => {
      const log = options.log.child({ service: definition.name });
      return Desk.open({ definition, engine: engines.bus, storeUri: engines.storeUri, settings, clock, log });
    }),
  );
  const served = new Served({ ...options, settings, url: own.url }, desks);
  await served.start();
  return served;
}

const isRebuildable = (
  definition: ServiceDefinition,
): definition is ServiceDefinition & { readonly rebuild: RebuildDefinition } => definition.rebuild !== undefined;

class Served implements RunningServices {
  #running: RunningServices | undefined;
  #moving: Promise<void> | undefined;
  #stopped = false;

  constructor(
    private readonly options: StartOptions & { readonly url: string },
    private readonly desks: readonly Desk[],
  ) {}

  get url(): string {
    return this.#works().url;
  }

  async start(): Promise<void> {
    // From the first moment: a start may take longer than a switch waits for whoever is silent.
    for (const desk of this.desks) {
      desk.watch(() => {
        this.#move();
      });
    }
    const begun = this.#begin();
    this.#moving = begun.catch(() => undefined).finally(() => (this.#moving = undefined));
    await begun;
  }

  async settle(withinMs: number): Promise<void> {
    await this.#moving;
    await this.#works().settle(withinMs);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    // A move that waits for a switch ends when its desk is closed.
    const desks = Promise.all(this.desks.map((desk) => desk.close()));
    await this.#moving;
    await this.#running?.stop();
    await desks;
  }

  #works(): RunningServices {
    if (this.#running === undefined) throw new Error('The services are not running now.');
    return this.#running;
  }

  async #begin(): Promise<void> {
    const generations = new Map<ServiceName, number>();
    for (const desk of this.desks) generations.set(desk.service, await desk.begin());
    const { definitions } = this.options;
    const derived = new Map(definitions.map(({ name, rebuild }) => [name, rebuild?.derived ?? []]));
    this.#running = await startOnce({
      ...this.options,
      modules: [rebuildsModule(this.desks)],
      onConnected: (service, connection) => {
        routeCollections(connection, derived.get(service) ?? [], generations.get(service) ?? 1);
      },
      holds: () => this.desks.every((desk) => desk.holds()),
    });
  }

  #move(): void {
    if (this.#stopped) return;
    this.#moving ??= this.#moved()
      .catch((error: unknown) => {
        if (!this.#stopped) this.options.onFatal(error instanceof Error ? error : new Error(String(error)));
      })
      .finally(() => (this.#moving = undefined));
  }

  /** Everything in the process stops and starts again: caches of the old state end with it. */
  async #moved(): Promise<void> {
    const { log } = this.options;
    log.info({}, 'Moving to another generation of the state');
    await this.#works().stop();
    this.#running = undefined;
    await Promise.all(this.desks.map((desk) => desk.leave()));
    await this.#begin();
    log.info({}, 'Moved');
  }
}
