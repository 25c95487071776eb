/** What each service asks of the store for one event, and how many bulk upserts a second the store makes when nobody else asks. */
import { services, type ServiceName } from '@tributary/contracts';
import { type River } from '@tributary/launcher';
import mongoose from 'mongoose';
import { endToEnd } from './flow.ts';
import { withRiver } from './kafka-river.ts';
import { type Servers } from './kafka-servers.ts';
import { ratio } from './measure.ts';
import { measureStore, type StoreRates } from './store.ts';

const people = 5_000;
const warmUp = 5_000;
const events = 20_000;

export interface CommandFigures {
  /** Commands for a thousand events, by service; `by` names the most frequent: command, collection, milliseconds each. */
  readonly perThousandEvents: Readonly<Record<ServiceName, { readonly all: number; readonly by: readonly string[] }>>;
  /** The store alone, asked by one client. */
  readonly alone: StoreRates;
}

/** A pass of its own, because to be told of commands makes the driver slower. */
export async function benchStoreCommands(servers: Servers): Promise<CommandFigures> {
  const perThousandEvents = await withRiver(
    servers,
    { TRIBUTARY_STORE_METRICS: 'true' },
    people,
    async ({ river, flow }) => {
      await endToEnd(flow, { from: 0, events: warmUp });
      const before = await countAll(river);
      await endToEnd(flow, { from: warmUp, events });
      const after = await countAll(river);
      const told = services.map((service) => [service, difference(after[service], before[service])] as const);
      // eslint-disable-next-line no-restricted-syntax -- one entry for each service
      return Object.fromEntries(told) as CommandFigures['perThousandEvents'];
    },
  );
  return { perThousandEvents, alone: await aloneFigures(servers.mongodbUri) };
}

type Counts = ReadonlyMap<string, { readonly count: number; readonly seconds: number }>;

async function countAll(river: River): Promise<Readonly<Record<ServiceName, Counts>>> {
  const counts = services.map(async (service) => [service, await countsOf(river, service)] as const);
  // eslint-disable-next-line no-restricted-syntax -- one entry for each service
  return Object.fromEntries(await Promise.all(counts)) as Record<ServiceName, Counts>;
}

const line = /^tributary_store_command_duration_seconds_(count|sum)\{(.*)\} (\S+)$/gm;

async function countsOf(river: River, service: ServiceName): Promise<Counts> {
  const headers = { authorization: `Bearer ${river.secretKey}` };
  const text = await (await fetch(`${river.url(service)}/metrics`, { headers })).text();
  const counts = new Map<string, { count: number; seconds: number }>();
  for (const [, what, labels = '', value] of text.matchAll(line)) {
    const name = `${label(labels, 'command')} ${label(labels, 'collection')}`;
    const known = counts.get(name) ?? { count: 0, seconds: 0 };
    counts.set(name, known);
    if (what === 'count') known.count += Number(value);
    else known.seconds += Number(value);
  }
  return counts;
}

const label = (labels: string, name: string): string => new RegExp(`${name}="([^"]*)"`).exec(labels)?.[1] ?? '';

function difference(after: Counts, before: Counts): { readonly all: number; readonly by: readonly string[] } {
  const spent = [...after].map(([name, { count, seconds }]) => {
    const was = before.get(name) ?? { count: 0, seconds: 0 };
    return { name, count: count - was.count, seconds: seconds - was.seconds };
  });
  const frequent = spent.filter(({ count }) => count >= events / 10_000).sort((a, b) => b.seconds - a.seconds);
  return {
    all: perThousand(spent.reduce((all, { count }) => all + count, 0)),
    by: frequent.map(
      ({ name, count, seconds }) => `${name}: ${perThousand(count)}, ${ratio(seconds * 1_000, count)} ms`,
    ),
  };
}

const perThousand = (count: number): number => ratio(count * 1_000, events);

async function aloneFigures(uri: string): Promise<StoreRates> {
  const client = await new mongoose.mongo.MongoClient(uri, { writeConcern: { w: 'majority' } }).connect();
  const database = client.db(`bench_${process.pid}`);
  try {
    return await measureStore(database.collection('profiles'));
  } finally {
    await database.dropDatabase();
    await client.close();
  }
}
