/** Builds the modules of services without any engine, to read what their HTTP API looks like. */
import { type ServiceName } from '@tributary/contracts';
import { createHttpApp, Health, openApi } from '@tributary/http';
import { createLogger, createMetrics, systemClock, untraced } from '@tributary/telemetry';
import mongoose from 'mongoose';
import { rebuildsModule } from './rebuild/rebuilds.controller.ts';
import { type ServiceDefinition, type ServiceDeps } from './service.ts';

const nowhere = 'http://127.0.0.1:0';
const peers: Readonly<Record<ServiceName, string>> = {
  ingestion: nowhere,
  identity: nowhere,
  segmentation: nowhere,
  analytics: nowhere,
  decisioning: nowhere,
};

const noBus = (): Promise<never> => Promise.reject(new Error('There is no bus while the API is described.'));
const noTopics: ServiceDeps['foreign'] = {
  ...{ ends: noBus, committed: noBus, newest: noBus, hasFrom: noBus, join: noBus },
  isOwn: () => false,
};

/** The OpenAPI document of the services together. */
export async function describeServices(definitions: readonly ServiceDefinition[]): Promise<object> {
  const log = createLogger({ service: 'describe', level: 'error' });
  const metrics = createMetrics();
  const ofServices = definitions.map((definition) => definition.module(unconnected(definition, log, metrics)));
  const modules = [...ofServices, rebuildsModule([])];
  return openApi(await createHttpApp({ modules, secretKeys: [], health: new Health(), metrics, log }));
}

function unconnected(
  { schemas }: ServiceDefinition,
  log: ServiceDeps['log'],
  metrics: ServiceDeps['metrics'],
): ServiceDeps {
  const connection = mongoose.createConnection();
  for (const [name, schema] of Object.entries(schemas)) connection.model(name, schema);
  return {
    publisher: { publish: () => Promise.reject(new Error('Nothing is published while the API is described.')) },
    freshness: { of: () => Promise.resolve({ asOf: 0, lagMs: 0 }) },
    tailOf: () => ({ look: () => Promise.resolve({ messages: [], passedOver: 0 }) }),
    whereabouts: { find: noBus, progressOf: noBus },
    foreign: noTopics,
    connection,
    clock: systemClock,
    log,
    metrics,
    tracer: untraced,
    peers,
    secretKey: '',
    env: { TRIBUTARY_WRITE_KEY: 'described' },
  };
}
