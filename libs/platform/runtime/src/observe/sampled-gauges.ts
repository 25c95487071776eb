/** What is asked for now and then because no event tells of it: freshness, outboxes, room on the disk. */
import { readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { type Freshness } from '@tributary/bus';
import { catalogue, type Clock, type Logger, type Metrics } from '@tributary/telemetry';
import { type Connection, type mongo } from 'mongoose';
import { Background } from '../background.ts';
import { type OutboxPlace } from '../service.ts';

export interface Sampled {
  readonly service: string;
  readonly freshness: Freshness;
  readonly connection: Connection;
  readonly outboxes: readonly OutboxPlace[];
}

export interface SampledGaugesOptions {
  readonly services: readonly Sampled[];
  /** Of the embedded engines, where there is one. */
  readonly dataDir: string | undefined;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Prometheus looks every fifteen seconds; each sample is a handful of cheap questions. */
const everyMs = 10_000;
/** Counting more tells nothing more, and costs. */
const countedAtMost = 10_000;

export function sampledGauges(options: SampledGaugesOptions): Background {
  const samples = [...options.services.flatMap((one) => samplesOf(one, options)), ...folderSamples(options)];
  return new Background({
    name: 'sample gauges',
    everyMs,
    log: options.log,
    // One that fails must not hide the others; the first reason is logged.
    round: async () => {
      const results = await Promise.allSettled(samples.map((sample) => sample()));
      const failed = results.find((result) => result.status === 'rejected');
      if (failed) throw failed.reason;
    },
  });
}

type Sample = () => Promise<void>;

function samplesOf({ service, freshness, connection, outboxes }: Sampled, options: SampledGaugesOptions): Sample[] {
  const { metrics, clock } = options;
  const lag = metrics.gauge(catalogue.lagSeconds);
  const waiting = metrics.gauge(catalogue.outboxWaiting);
  const oldest = metrics.gauge(catalogue.outboxOldest);
  const outbox = (place: OutboxPlace): Sample => {
    const labels = { service, collection: place.collection };
    return async () => {
      const now = clock.now();
      const { count, since } = await lookInto(connection, place, now);
      waiting.set(labels, count);
      oldest.set(labels, Math.max(0, now - since) / 1_000);
    };
  };
  const fresh = async (): Promise<void> => {
    lag.set({ group: service }, (await freshness.of(service)).lagMs / 1_000);
  };
  return [fresh, ...outboxes.map(outbox)];
}

async function lookInto(connection: Connection, { collection, since }: OutboxPlace, now: number) {
  const documents = connection.collection(collection);
  const left = { [since]: { $lte: now } };
  const count = await documents.countDocuments(left, { limit: countedAtMost });
  if (count === 0) return { count, since: now };
  const cursor = documents.find(left, { projection: { [since]: 1 } }).sort({ [since]: 1 });
  const [oldest] = await cursor.limit(1).toArray();
  return { count, since: Math.min(now, ...timesIn(oldest, since.split('.'))) };
}

/** The numbers at a path, through arrays. */
function timesIn(value: unknown, path: readonly string[]): readonly number[] {
  if (Array.isArray(value)) return value.flatMap((item) => timesIn(item, path));
  const [name, ...rest] = path;
  if (name === undefined) return typeof value === 'number' ? [value] : [];
  return isDocument(value) ? timesIn(value[name], rest) : [];
}

const isDocument = (value: unknown): value is mongo.Document => typeof value === 'object' && value !== null;

function folderSamples({ dataDir, metrics }: SampledGaugesOptions): Sample[] {
  if (dataDir === undefined) return [];
  const bytes = metrics.gauge(catalogue.dataBytes);
  const free = metrics.gauge(catalogue.dataFree);
  const sample = async (): Promise<void> => {
    const names = await readdir(dataDir);
    // Files come and go: a log of the store is folded into its file and removed.
    const sizes = names.map((name) =>
      stat(join(dataDir, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    );
    const disk = await statfs(dataDir);
    bytes.set(
      {},
      (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0),
    );
    free.set({}, disk.bavail * disk.bsize);
  };
  return [sample];
}
