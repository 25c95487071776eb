/** A service under test: the real thing on embedded engines in a temporary folder, with a clock that tests can turn. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPublisher, topicName, type BusEngine, type Output } from '@tributary/bus';
import { decode, type Topic } from '@tributary/contracts';
import { openEngines, readSettings, startServices, type Engines, type ServiceDefinition } from '@tributary/runtime';
import { createLogger, createMetrics, systemClock, type Clock } from '@tributary/telemetry';

export interface TestService {
  readonly url: string;
  readonly secretKey: string;
  readonly engine: BusEngine;
  /** Publishes as the stage before would; a `topic`'s message goes to every consumer. */
  publish(outputs: readonly Output[]): Promise<void>;
  /** Every message of a topic so far, partition by partition, in order. */
  collect<T>(topic: Topic<T>): Promise<readonly Collected<T>[]>;
  /** Resolves when no group has anything left to do; rejects after `withinMs`. */
  settle(withinMs?: number): Promise<void>;
  /** Calls the HTTP API with the secret key. */
  call(method: string, path: string, body?: unknown): Promise<{ readonly status: number; readonly body: any }>; // eslint-disable-line @typescript-eslint/no-explicit-any -- tests look at answers as they come
  /** Stops and starts again on the same data, as after a deployment. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export interface Collected<T> {
  readonly key: string;
  readonly id: string;
  readonly value: T | null;
}

export interface TestServiceOptions {
  readonly clock?: Clock;
  readonly env?: Readonly<Record<string, string>>;
  /** Engines to run on, closed by the caller; absent: embedded ones in a temporary folder. */
  readonly engines?: Engines;
}

/** A clock that stands still until a test turns it. */
export interface TestClock extends Clock {
  set(ms: number): void;
  advance(ms: number): void;
}

export function testClock(start: number | string): TestClock {
  let now = typeof start === 'number' ? start : Date.parse(start);
  return {
    now: () => now,
    set: (ms) => {
      now = ms;
    },
    advance: (ms) => {
      now += ms;
    },
  };
}

export async function startService(
  definitions: ServiceDefinition | readonly ServiceDefinition[],
  options: TestServiceOptions = {},
): Promise<TestService> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tributary-test-'));
  const secretKey = randomUUID();
  const settings = readSettings({
    PORT: '0',
    LOG_LEVEL: 'silent',
    TRIBUTARY_SECRET_KEYS: secretKey,
    TRIBUTARY_WRITE_KEY: 'test-write-key',
    TRIBUTARY_DATA_DIR: dataDir,
    TRIBUTARY_PARTITIONS: '4',
    ...options.env,
  });
  const log = createLogger({ service: 'test', level: settings.logLevel });
  const clock = options.clock ?? systemClock;
  const open = () => (options.engines === undefined ? openEngines(settings, log) : Promise.resolve(options.engines));
  const start = (engines: Engines) =>
    startServices({
      definitions: 'name' in definitions ? [definitions] : definitions,
      engines,
      settings,
      clock,
      log,
      metrics: createMetrics(),
      onFatal: (error) => {
        throw error;
      },
    });

  let engines = await open();
  let services = await start(engines);
  let publisher = createPublisher({ engine: engines.bus, source: 'test', namespace: settings.namespace, clock });
  const halt = async () => {
    await publisher.close();
    await services.stop();
    if (options.engines === undefined) await engines.close();
  };

  return {
    get url() {
      return services.url;
    },
    get engine() {
      return engines.bus;
    },
    secretKey,
    publish: (outputs) => publisher.publish(outputs),
    collect: (topic) => collect(engines.bus, topic, topicName(topic, settings.namespace)),
    settle: (withinMs = 20_000) => services.settle(withinMs),
    call: async (method, path, body) => {
      const json =
        body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
      const answer = await fetch(`${services.url}${path}`, {
        method,
        ...json,
        headers: { ...json.headers, authorization: `Bearer ${secretKey}` },
      });
      const text = await answer.text();
      return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
    },
    restart: async () => {
      await halt();
      engines = await open();
      services = await start(engines);
      publisher = createPublisher({ engine: engines.bus, source: 'test', namespace: settings.namespace, clock });
    },
    stop: async () => {
      await halt();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function collect<T>(engine: BusEngine, topic: Topic<T>, name: string): Promise<readonly Collected<T>[]> {
  const found: Collected<T>[] = [];
  for (const [partition, range] of (await engine.offsets(name)).entries()) {
    let offset = range.earliest;
    while (offset < range.latest) {
      const records = await engine.read({ topic: name, partition }, offset, 1_000);
      if (records.length === 0) break;
      for (const record of records) {
        const decoded = decode(topic, record, { id: '', source: '', time: record.timestamp });
        if (!decoded.ok) throw new Error(`${name}: ${decoded.detail}`);
        const key = record.key === null ? '' : new TextDecoder().decode(record.key);
        found.push({ key, id: decoded.attributes.id, value: decoded.value });
      }
      offset = (records.at(-1)?.offset ?? offset) + 1;
    }
  }
  return found;
}
