/** What each service asks of the store for one event, and how many bulk upserts a second the store makes when nobody else asks. */
import { services, type ServiceName } from '@tributary/contracts';
import { type River } from '@tributary/launcher';
import mongoose from 'mongoose';
import { endToEnd } from './flow.ts';
import { withRiver } from './kafka-river.ts';
import { sum } from './processes.ts';
import { type Servers } from './kafka-servers.ts';
import { ratio } from './measure.ts';
import { measureStore, type StoreRates } from './store.ts';

const people = 5_000;
const warmUp = 5_000;
const events = 20_000;

export interface CommandFigures {
  readonly perThousandEvents: Readonly<Record<ServiceName, Asked>>;
  /** The store alone, asked by one client. */
  readonly alone: StoreRates;
}

/** For a thousand events. */
interface Asked {
  readonly commands: number;
  /** Documents inserted, updates and deletions: a command carries as many as the batch brought. */
  readonly writes: number;
  /** The most frequent: command, collection, how many, writes in them, milliseconds each. */
  readonly by: readonly string[];
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

interface Count {
  readonly commands: number;
  readonly statements: number;
  readonly seconds: number;
}
type Counts = ReadonlyMap<string, Count>;

const nothing: Count = { commands: 0, statements: 0, seconds: 0 };

async function countAll(river: River): Promise<Readonly<Record<ServiceName, Counts>>> {
  const counts = services.map(async (service) => [service, await countsOf(river, service)] as const);
  // eslint-disable-next-line no-restricted-syntax -- one entry for each service
  return Object.fromEntries(await Promise.all(counts)) as Record<ServiceName, Counts>;
}

const fields: Readonly<Record<string, keyof Count>> = {
  command_duration_seconds_count: 'commands',
  command_duration_seconds_sum: 'seconds',
  statements_total: 'statements',
};
const line =
  /^tributary_store_(command_duration_seconds_count|command_duration_seconds_sum|statements_total)\{(.*)\} (\S+)$/gm;

async function countsOf(river: River, service: ServiceName): Promise<Counts> {
  const headers = { authorization: `Bearer ${river.secretKey}` };
  const text = await (await fetch(`${river.url(service)}/metrics`, { headers })).text();
  const counts = new Map<string, Count>();
  for (const [, metric = '', labels = '', value] of text.matchAll(line)) {
    const name = `${label(labels, 'command')} ${label(labels, 'collection')}`;
    const field = fields[metric] ?? 'commands';
    const known = counts.get(name) ?? nothing;
    counts.set(name, { ...known, [field]: known[field] + Number(value) });
  }
  return counts;
}

const label = (labels: string, name: string): string => new RegExp(`${name}="([^"]*)"`).exec(labels)?.[1] ?? '';

const writing = new Set(['insert', 'update', 'delete']);

function difference(after: Counts, before: Counts): Asked {
  const spent = [...after].map(([name, count]) => {
    const was = before.get(name) ?? nothing;
    const commands = count.commands - was.commands;
    const isWrite = writing.has(name.slice(0, name.indexOf(' ')));
    const writes = isWrite ? count.statements - was.statements : 0;
    return { name, commands, writes, milliseconds: (count.seconds - was.seconds) * 1_000 };
  });
  const frequent = spent.filter(({ commands }) => commands >= events / 10_000);
  frequent.sort((a, b) => b.writes - a.writes || b.commands - a.commands);
  return {
    commands: perThousand(sum(spent.map(({ commands }) => commands))),
    writes: perThousand(sum(spent.map(({ writes }) => writes))),
    by: frequent.map(
      ({ name, commands, writes, milliseconds }) =>
        `${name}: ${perThousand(commands)}, ${perThousand(writes)} writes, ${ratio(milliseconds, commands)} ms`,
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
