/** Chooses the engines: Kafka and MongoDB where the settings name them, the embedded ones otherwise. The only place that knows. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type BusEngine } from '@tributary/bus';
import { openEmbeddedBus } from '@tributary/bus-embedded';
import { KafkaEngine, kafkaOptionsFromEnv } from '@tributary/bus-kafka';
import { ConfigError } from '@tributary/config';
import { openStore } from '@tributary/mongo-embedded';
import { type Logger } from '@tributary/telemetry';
import { type Settings } from './settings.ts';

export interface Engines {
  readonly bus: BusEngine;
  /** Connection string of the store. */
  readonly storeUri: string;
  /** In words, for the start-up message. */
  readonly described: string;
  close(): Promise<void>;
}

/** `program`: what this process runs; the brokers name it so. */
export async function openEngines(settings: Settings, log: Logger, program?: string): Promise<Engines> {
  const store = await openStoreEngine(settings);
  const bus = await openBusEngine(settings, log, program);
  return {
    bus,
    storeUri: store.uri,
    described: `${bus.name === 'kafka' ? 'Kafka' : 'embedded bus'}, ${store.described}`,
    close: async () => {
      await bus.close();
      await store.close();
    },
  };
}

async function openStoreEngine(
  settings: Settings,
): Promise<{ uri: string; described: string; close(): Promise<void> }> {
  if (settings.mongodbUri !== undefined) {
    return { uri: settings.mongodbUri, described: 'MongoDB', close: () => Promise.resolve() };
  }
  const store = await openStore({ file: join(await dataDir(settings, 'MONGODB_URI'), 'store.sqlite') });
  return { uri: store.uri, described: 'embedded store', close: () => store.close() };
}

async function openBusEngine(settings: Settings, log: Logger, program?: string): Promise<BusEngine> {
  if (settings.kafkaBrokers.length > 0) return new KafkaEngine(kafkaOptionsFromEnv(settings.env, program), log);
  return openEmbeddedBus({ file: join(await dataDir(settings, 'KAFKA_BROKERS'), 'bus.sqlite') });
}

async function dataDir(settings: Settings, alternative: string): Promise<string> {
  if (settings.dataDir === undefined) {
    throw new ConfigError([`${alternative} must be set, or TRIBUTARY_DATA_DIR to use the embedded engine`]);
  }
  try {
    await mkdir(settings.dataDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new ConfigError([`TRIBUTARY_DATA_DIR is ${settings.dataDir}, which is no usable folder (${String(error)})`]);
  }
  return settings.dataDir;
}
