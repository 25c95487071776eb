/** The whole river as it runs in production: five processes on Kafka and a MongoDB server, all of them on this machine. */
import { setTimeout as sleep } from 'node:timers/promises';
import { KafkaEngine, kafkaOptionsFromEnv } from '@tributary/bus-kafka';
import { services } from '@tributary/contracts';
import { distributedRiver, type River } from '@tributary/launcher';
import { createLogger } from '@tributary/telemetry';
import { decisionLatency, endToEnd, latency, type DoorToProfile, type Flow } from './flow.ts';
import { serverProcesses, type Servers } from './kafka-servers.ts';
import { round, type Percentiles } from './measure.ts';
import { peakMemoryMbOf, startCounting, sum, type Cast } from './processes.ts';
import { clientOf, define } from './shop.ts';

const people = 5_000;
const warmUp = 10_000;
const events = 40_000;
const latencySeconds = 20;
const idleSeconds = 10;

export interface KafkaRiverFigures {
  /** Until every service has nothing left to do; so many events were sent. */
  readonly eventsPerSecond: number;
  readonly events: number;
  /** Milliseconds of CPU for an event, by process; `bench` is the load generator. */
  readonly cpuMsPerEvent: Readonly<Record<string, number>>;
  readonly cpuMsPerEventTotal: number;
  /** Of the CPU time of all processes but the load generator. */
  readonly storeShare: number;
  readonly brokerShare: number;
  /** At half the rate. */
  readonly doorToProfile: DoorToProfile;
  readonly decision: Percentiles;
  /** Per cent of one core while nothing happens. */
  readonly idleCpuPercent: Readonly<Record<string, number>>;
  readonly peakMemoryMb: Readonly<Record<string, number>>;
}

export async function benchKafkaRiver(servers: Servers): Promise<KafkaRiverFigures> {
  return withRiver(servers, {}, people, async ({ flow, cast }) => {
    await endToEnd(flow, { from: 0, events: warmUp }); // what a service does for the first time takes longer
    const counted = await startCounting(cast);
    const eventsPerSecond = await endToEnd(flow, { from: warmUp, events });
    const cost = costOf(await counted(), events);
    const from = warmUp + events;
    const doorToProfile = await latency(flow, { from, perSecond: eventsPerSecond / 2, seconds: latencySeconds });
    const decision = await decisionLatency(flow, { decisions: 1_800, warmUp: 200 });
    const idleCpuPercent = await idle(cast);
    const peakMemoryMb = await peaks(cast);
    return {
      eventsPerSecond: round(eventsPerSecond),
      events,
      ...cost,
      doorToProfile,
      decision,
      idleCpuPercent,
      peakMemoryMb,
    };
  });
}

export interface RunningRiver {
  readonly river: River;
  readonly flow: Flow;
  /** The services, the servers as far as they run here, and ourselves. */
  readonly cast: Cast;
}

/** Five processes in a namespace of their own, with the definitions of the shop. */
export async function withRiver<T>(
  servers: Servers,
  env: Readonly<Record<string, string>>,
  spreadOver: number,
  measure: (running: RunningRiver) => Promise<T>,
): Promise<T> {
  const river = await distributedRiver(servers, env);
  const log = createLogger({ service: 'bench', level: 'warn' });
  const engine = new KafkaEngine(kafkaOptionsFromEnv({ KAFKA_BROKERS: servers.kafkaBrokers }), log);
  const client = clientOf(river);
  try {
    await define(client);
    const flow = { client, engine, namespace: river.namespace, people: spreadOver };
    return await measure({ river, flow, cast: { ...(await castOf(river, servers)), bench: [process.pid] } });
  } finally {
    await client.close();
    await engine.close();
    await river.stop();
  }
}

async function castOf(river: River, servers: Servers): Promise<Cast> {
  const own = services.map((service) => {
    const { pid } = river.process(service).child;
    return [service, pid === undefined ? [] : [pid]] as const;
  });
  return { ...Object.fromEntries(own), ...(await serverProcesses(servers)) };
}

export const cpuMsOf = (seconds: Readonly<Record<string, number>>, events: number): Readonly<Record<string, number>> =>
  map(seconds, (spent) => thousandths((spent * 1_000) / events));

type Cost = Pick<KafkaRiverFigures, 'cpuMsPerEvent' | 'cpuMsPerEventTotal' | 'storeShare' | 'brokerShare'>;

function costOf(seconds: Readonly<Record<string, number>>, handled: number): Cost {
  const { bench = 0, store = 0, broker = 0 } = seconds;
  const product = sum(Object.values(seconds)) - bench;
  const share = (of: number): number => Math.round((of / product) * 100) / 100;
  return {
    cpuMsPerEvent: cpuMsOf(seconds, handled),
    cpuMsPerEventTotal: thousandths((product * 1_000) / handled),
    storeShare: share(store),
    brokerShare: share(broker),
  };
}

async function idle(cast: Cast): Promise<Readonly<Record<string, number>>> {
  await sleep(2_000); // what the load has left behind is cleared up
  const counted = await startCounting(cast);
  await sleep(idleSeconds * 1_000);
  return map(await counted(), (seconds) => Math.round((seconds / idleSeconds) * 1_000) / 10);
}

async function peaks(cast: Cast): Promise<Readonly<Record<string, number>>> {
  const found = Object.entries(cast).map(
    async ([name, pids]) => [name, sum(await Promise.all(pids.map(peakMemoryMbOf)))] as const,
  );
  return Object.fromEntries(await Promise.all(found));
}

const thousandths = (value: number): number => Math.round(value * 1_000) / 1_000;

const map = <T>(record: Readonly<Record<string, T>>, change: (value: T) => T): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
