/** What an event costs where ten thousand, a hundred thousand and a million people are known: it must not depend on their number. */
import { endToEnd, steady } from './flow.ts';
import { cpuMsOf, withRiver } from './kafka-river.ts';
import { type Servers } from './kafka-servers.ts';
import { median, ratio } from './measure.ts';
import { populate } from './populate.ts';
import { startCounting } from './processes.ts';

const partitions = 4;
/** Written by the services themselves; enough that every way in which a person can look is among them. */
const templates = 100;
const perSecond = 150;
const seconds = 30;
const rounds = 3;
/** Message ids that no event before has borne. */
const fresh = 1_000_000_000;

export interface GrowthFigures {
  /** By number of people: milliseconds of CPU for an event, by process; the median of the rounds. */
  readonly cpuMsPerEvent: Readonly<Record<number, Readonly<Record<string, number>>>>;
  /** The most people to the fewest. */
  readonly growth: Readonly<Record<string, number>>;
}

const growthSizes = [10_000, 100_000, 1_000_000] as const;

export async function benchGrowth(servers: Servers, sizes: readonly number[] = growthSizes): Promise<GrowthFigures> {
  const costs = new Map<number, Readonly<Record<string, number>>>();
  for (const size of sizes) {
    process.stderr.write(`  ${size} people ...\n`);
    costs.set(size, await costAt(servers, size));
  }
  const [least, most] = [costs.get(Math.min(...sizes)) ?? {}, costs.get(Math.max(...sizes)) ?? {}];
  const growth = Object.entries(most).map(([name, cost]) => [name, ratio(cost, least[name] ?? 0)] as const);
  return { cpuMsPerEvent: Object.fromEntries(costs), growth: Object.fromEntries(growth) };
}

function costAt(servers: Servers, people: number): Promise<Readonly<Record<string, number>>> {
  const env = { TRIBUTARY_PARTITIONS: String(partitions) };
  return withRiver(servers, env, people, async ({ river, flow, cast }) => {
    await endToEnd({ ...flow, people: templates }, { from: 0, events: templates * 10 });
    const { namespace } = river;
    await populate({ mongodbUri: servers.mongodbUri, namespace, partitions, known: templates, people });
    await endToEnd(flow, { from: fresh, events: 2_000 }); // what a service does for the first time takes longer
    const spent: Readonly<Record<string, number>>[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      const counted = await startCounting(cast);
      const events = await steady(flow, { from: fresh + round * 100_000, perSecond, seconds });
      spent.push(cpuMsOf(await counted(), events));
    }
    return Object.fromEntries(
      Object.keys(cast).map((name) => [name, median(spent.map((round) => round[name] ?? Number.NaN))]),
    );
  });
}
