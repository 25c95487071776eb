/** Everything that watches the services of a process: metrics and traces, put around what they use. */
import { readFileSync } from 'node:fs';
import { type BusEngine, type Publisher, type Subscription } from '@tributary/bus';
import { catalogue, openTracing, type Tracer } from '@tributary/telemetry';
import { type Background } from '../background.ts';
import { serviceOf } from '../service-of.ts';
import { type StartOptions } from '../start-once.ts';
import { measureConnections } from './connection-metrics.ts';
import { measuredBus } from './measured-bus.ts';
import { measuredPublisher } from './measured-publisher.ts';
import { observed } from './observed-subscription.ts';
import { sampledGauges, type Sampled } from './sampled-gauges.ts';

export interface Observation {
  /** The engine's bus, counted. */
  readonly bus: BusEngine;
  tracerOf(service: string): Tracer;
  publisher(publisher: Publisher, service: string): Publisher;
  subscription(subscription: Subscription, group: string): Subscription;
  /** From here on; what no event tells of is asked for now and then. */
  begin(services: readonly Sampled[]): void;
  /** Sends the last spans. */
  close(): Promise<void>;
}

export async function openObservation(options: StartOptions): Promise<Observation> {
  const { engines, settings, metrics, clock, log } = options;
  const tracing = await openTracing({ env: settings.env, version, log });
  tellBuild(options);
  let gauges: Background | undefined;
  return {
    bus: measuredBus(engines.bus, metrics, settings.namespace),
    tracerOf: (service) => tracing.tracerOf(service),
    publisher: (publisher, service) => measuredPublisher(publisher, metrics, service),
    subscription: (subscription, group) =>
      observed(subscription, { group, tracer: tracing.tracerOf(serviceOf(group)), metrics, clock }),
    begin: (services) => {
      for (const { connection, service } of services) measureConnections(connection, metrics, service);
      gauges = sampledGauges({ services, dataDir: embeddedFolder(options), metrics, clock, log });
      gauges.start();
    },
    close: async () => {
      await gauges?.stop();
      await tracing.close();
    },
  };
}

const version = versionIn(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')));

function versionIn(manifest: unknown): string {
  const found =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : undefined;
  return typeof found === 'string' ? found : 'unknown';
}

function tellBuild({ definitions, engines, settings, metrics }: StartOptions): void {
  const build = metrics.gauge(catalogue.build);
  const services = definitions.length === 1 ? (definitions[0]?.name ?? '') : 'standalone';
  const store = settings.mongodbUri === undefined ? 'embedded' : 'mongodb';
  build.set({ version, node: process.version, services, bus: engines.bus.name, store }, 1);
}

/** Servers keep their data elsewhere. */
const embeddedFolder = ({ settings, engines }: StartOptions): string | undefined =>
  engines.bus.name === 'embedded' || settings.mongodbUri === undefined ? settings.dataDir : undefined;
