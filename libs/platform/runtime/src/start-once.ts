/** One life of services on engines: topics, databases, modules, lanes and HTTP start in that order and stop in the reverse one. */
import { createFreshness, createPublisher, LanesStrategy, Tail, topicSpecs, Whereabouts } from '@tributary/bus';
import { allTopics, deadLetterTopic, topicsOf, type ServiceName } from '@tributary/contracts';
import { type DynamicModule } from '@nestjs/common';
import { createHttpApp, Health } from '@tributary/http';
import { connectStore, migrate, storeHealth } from '@tributary/mongo';
import { type Clock, type Logger, type Metrics } from '@tributary/telemetry';
import { type Connection } from 'mongoose';
import { setTimeout as sleep } from 'node:timers/promises';
import { settled } from './backlog.ts';
import { isEngineError } from './engine-error.ts';
import { type Engines } from './engines.ts';
import { foreignTopics } from './foreign-topics.ts';
import { openObservation, type Observation } from './observe/observation.ts';
import { runnerMetrics } from './runner-metrics.ts';
import { answersUnderLease, leasedBus, leasedSubscription, leaseHealth } from './rebuild/lease.ts';
import { type ServiceDefinition, type ServiceDeps } from './service.ts';
import { serviceOf } from './service-of.ts';
import { type Settings } from './settings.ts';
import { storeMetrics } from './store-metrics.ts';

export interface StartOptions {
  readonly definitions: readonly ServiceDefinition[];
  readonly engines: Engines;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Called when the process can no longer do its work and should exit. */
  readonly onFatal: (error: Error) => void;
}

export interface RunningServices {
  /** Where the HTTP API listens. */
  readonly url: string;
  /** Resolves when these services have nothing left to do; rejects after `withinMs`. */
  settle(withinMs: number): Promise<void>;
  /** Takes no more work, finishes what it has, commits, disconnects. The engines stay open. */
  stop(): Promise<void>;
}

/** One life of the services: they begin on a state and end with it; `startServices` follows them through several. */
export interface LifeOptions extends StartOptions {
  /** Where `settings.port` is reached. */
  readonly url: string;
  /** Beside those of the services. */
  readonly modules: readonly DynamicModule[];
  /** Called with the connection of each service before anything uses it. */
  readonly onConnected: (service: ServiceName, connection: Connection) => void;
  /** False while it is uncertain whether the state is still in use: nothing is taken, sent or answered. */
  readonly holds: () => boolean;
}

export async function startOnce(options: LifeOptions): Promise<RunningServices> {
  const { definitions, settings, url, log, metrics, holds } = options;
  const observation = await openObservation(options);
  const engines = { ...options.engines, bus: leasedBus(observation.bus, settings.namespace, holds) };
  // Only their own: on a cluster with access control they do not even see the others.
  const names = definitions.map(({ name }) => name);
  await engines.bus.ensureTopics(topicSpecs(topicsOf(names, allTopics), settings));
  const health = new Health();
  health.addReadiness('state', () => leaseHealth(holds));
  const hosted: Hosted[] = [];
  const strategy = lanesOf({ ...options, engines, observation }, hosted);
  hosted.push(
    ...(await Promise.all(
      definitions.map((definition) => host(definition, { ...options, engines, observation, strategy }, health)),
    )),
  );

  const app = await createHttpApp({
    modules: [...hosted.map(({ definition, deps }) => definition.module(deps)), ...options.modules],
    secretKeys: settings.secretKeys,
    patience: { headersMs: settings.headersTimeoutMs, requestMs: settings.requestTimeoutMs },
    health,
    metrics,
    log,
  });
  answersUnderLease(app, holds);
  health.addLiveness('lanes', () => strategy.unhealthy());
  app.connectMicroservice({ strategy });
  // By itself Nest prepares modules when HTTP listens: lanes would take messages before what judges them has been read.
  await app.init();
  await app.startAllMicroservices();
  await app.listen(settings.port, settings.host);
  health.become('ready');
  observation.begin(hosted.map(({ sampled }) => sampled));
  return {
    url,
    settle: (withinMs) => settled({ engine: engines.bus, namespace: settings.namespace, services: names }, withinMs),
    stop: async () => {
      health.become('draining');
      await sleep(settings.drainDelayMs);
      await strategy.close();
      await app.close();
      await observation.close();
      await Promise.all(hosted.map((one) => one.close()));
    },
  };
}

type ObservedOptions = LifeOptions & { readonly observation: Observation };

/** The lanes of everything that is `hosted`, which is known once it has started. */
function lanesOf(options: ObservedOptions, hosted: readonly Hosted[]): LanesStrategy {
  const { engines, settings, log, metrics, observation, holds, onFatal } = options;
  return new LanesStrategy({
    engine: engines.bus,
    namespace: settings.namespace,
    deadLetters: (group) => deadLetterTopic(serviceOf(group)),
    log,
    observer: runnerMetrics(metrics),
    prepare: (subscription, group) => leasedSubscription(observation.subscription(subscription, group), holds),
    limits: { handlingMs: settings.handlerDeadlineMs, stuckAfterMs: settings.stuckAfterMs },
    trouble: (group, error) => troubleOf(hosted, serviceOf(group), error),
    onFatal,
  });
}

type HostOptions = ObservedOptions & { readonly strategy: LanesStrategy };

interface Hosted {
  readonly definition: ServiceDefinition;
  readonly deps: ServiceDeps;
  readonly sampled: Parameters<Observation['begin']>[0][number];
  close(): Promise<void>;
}

async function host(definition: ServiceDefinition, options: HostOptions, health: Health): Promise<Hosted> {
  const { engines, settings, clock, observation, strategy } = options;
  const { namespace, env, peers } = settings;
  const log = options.log.child({ service: definition.name });
  const watcher = settings.storeMetrics === 'true' ? storeMetrics(options.metrics, definition.name) : undefined;
  const connection = await connectStore({ uri: engines.storeUri, database: definition.name, namespace, watcher });
  options.onConnected(definition.name, connection);
  const ran = await migrate(connection, definition);
  if (ran.length > 0) log.info({ ran }, 'Migrations applied');
  health.addReadiness(`${definition.name} store`, () => storeHealth(connection));
  const publisher = createPublisher({ engine: engines.bus, source: definition.name, namespace, clock });
  const freshness = createFreshness({ engine: engines.bus, namespace, clock });
  const deps: ServiceDeps = {
    publisher: observation.publisher(publisher, definition.name),
    tracer: observation.tracerOf(definition.name),
    freshness,
    tailOf: (topics, most) => new Tail({ engine: engines.bus, namespace, topics, most }),
    whereabouts: new Whereabouts(engines.bus, namespace),
    foreign: foreignTopics({ engine: engines.bus, namespace, join: (joining) => strategy.join(joining) }),
    connection,
    clock,
    log,
    metrics: options.metrics,
    peers,
    secretKey: settings.secretKeys[0] ?? '',
    env,
  };
  const sampled = { service: definition.name, freshness, connection, outboxes: definition.outboxes ?? [] };
  return { definition, deps, sampled, close: () => closeAll(publisher, freshness, connection) };
}

/** What is wrong behind a handler's failure, unless it is the messages' own. */
async function troubleOf(hosted: readonly Hosted[], service: ServiceName, error: unknown): Promise<string | undefined> {
  if (isEngineError(error)) return error instanceof Error ? error.message : String(error);
  const own = hosted.find(({ definition }) => definition.name === service);
  return own && storeHealth(own.deps.connection);
}

async function closeAll(
  publisher: { close(): Promise<void> },
  freshness: { close(): void },
  connection: Connection,
): Promise<void> {
  await publisher.close();
  freshness.close();
  await connection.close();
}
