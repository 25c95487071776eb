/** What is measured of a running river, whatever its engines: how much flows, how long a drop takes, how fast it decides. */
import { setTimeout as sleep } from 'node:timers/promises';
import { topicName, type BusEngine, type MemberListener } from '@tributary/bus';
import { decode, inNamespace, type ServiceName, services as all, topics } from '@tributary/contracts';
import { backlog } from '@tributary/runtime';
import { openLoop, percentiles, round, throughput, type Percentiles } from './measure.ts';
import { event, personOf, type ShopClient } from './shop.ts';

export interface Flow {
  readonly client: ShopClient;
  readonly engine: BusEngine;
  readonly namespace: string;
  /** Who has to be done; all where nothing is said. */
  readonly services?: readonly ServiceName[];
  /** Between whom the events are spread. */
  readonly people: number;
  /** What is sent; the shop's usual traffic where nothing is said. */
  readonly eventOf?: (serial: number, people: number) => object;
}

const sent = ({ eventOf = event, people }: Flow, serial: number): object => eventOf(serial, people);

const batchSize = 250;
const settleWithinMs = 900_000;
/** How often an observer in another process looks at an embedded bus: what it waits for that is counted as if the river were late. */
export const watchMs = 5;
/** To ask costs the broker work of some fifty requests; this often it is lost in what is measured. */
const askEveryMs = 250;

/** When the services had nothing left to do, as far as asking now and then can tell. */
async function untilSettled({ engine, namespace, services = all }: Flow): Promise<number> {
  const deadline = performance.now() + settleWithinMs;
  let firstAt = Number.NaN;
  let appendedThen = -1;
  while (performance.now() < deadline) {
    const { waiting, appended } = await backlog({ engine, namespace, services });
    if (waiting === 0 && appended === appendedThen) return firstAt;
    firstAt = performance.now();
    appendedThen = waiting === 0 ? appended : -1;
    await sleep(askEveryMs);
  }
  throw new Error(`The services have not done their work within ${settleWithinMs / 1_000} s.`);
}

/** Sends events as fast as the door takes them; answers how many a second were done with. */
export async function endToEnd(flow: Flow, { from, events }: { from: number; events: number }): Promise<number> {
  const started = performance.now();
  await throughput(Math.ceil(events / batchSize), 4, (request) => {
    const size = Math.min(batchSize, events - request * batchSize);
    const first = from + request * batchSize;
    return flow.client.send(Array.from({ length: size }, (_, index) => sent(flow, first + index)));
  });
  return (events / ((await untilSettled(flow)) - started)) * 1_000;
}

/** Sends events at a steady rate; answers how many, when all is done with them. */
export async function steady(flow: Flow, { from, perSecond, seconds }: LatencyOptions): Promise<number> {
  let events = 0;
  await openLoop({
    perSecond,
    seconds,
    requestsPerSecond: 10,
    send: (first, size) => {
      events += size;
      return flow.client.send(Array.from({ length: size }, (_, index) => event(from + first + index, flow.people)));
    },
  });
  await untilSettled(flow);
  return events;
}

export type DoorToProfile = Percentiles & { readonly atEventsPerSecond: number; readonly samples: number };

export interface LatencyOptions {
  readonly from: number;
  readonly perSecond: number;
  readonly seconds: number;
}

/** From sending an event to the profile snapshot that shows it, milliseconds. */
export async function latency(flow: Flow, { from, perSecond, seconds }: LatencyOptions): Promise<DoorToProfile> {
  const sentAt = new Map<number, number>();
  const samples: number[] = [];
  const watch = await watchMarkers(flow, (marker) => {
    const sent = sentAt.get(marker);
    if (sent !== undefined) samples.push(performance.now() - sent);
    sentAt.delete(marker);
  });
  globalThis.gc?.(); // what was left behind so far would be collected while answers are waited for, on the cores that give them
  await openLoop({
    perSecond,
    seconds,
    requestsPerSecond: 50,
    send: (first, size) => {
      const batch = Array.from({ length: size }, (_, index) => sent(flow, from + first + index));
      const marker = from + first;
      const userId = personOf(marker, flow.people);
      const marked = { type: 'identify', userId, messageId: `mark-${marker}`, traits: { marker } };
      sentAt.set(marker, performance.now());
      return flow.client.send([marked, ...batch.slice(1)]);
    },
  });
  await untilSettled(flow);
  await watch.stop();
  return { ...percentiles(samples), atEventsPerSecond: round(perSecond), samples: samples.length };
}

/** Follows the profile topic from another process from here on, as a subscriber would. */
async function watchMarkers(
  { engine, namespace }: Flow,
  seen: (marker: number) => void,
): Promise<{ stop(): Promise<void> }> {
  const topic = topics.profileUpdated;
  const name = topicName(topic, namespace);
  const ends = (await engine.offsets(name)).map(({ latest }) => latest);
  const waiting = new Set(ends.keys());
  let assigned = (): void => undefined;
  const ready = new Promise<void>((resolve) => (assigned = resolve));
  const listener: MemberListener = {
    onAssigned: (assignments) => {
      for (const { partition } of assignments) waiting.delete(partition);
      if (waiting.size === 0) assigned();
      return Promise.resolve();
    },
    onRevoked: () => Promise.resolve(),
    onFailed: (error) => {
      throw error;
    },
    onRecords: (_, records) => {
      for (const record of records) {
        const decoded = decode(topic, record, { id: '', source: '', time: 0 });
        const marker = decoded.ok ? decoded.value?.traits['marker'] : undefined;
        if (typeof marker === 'number') seen(marker);
      }
    },
  };
  const startAt = { [name]: ends };
  const membership = await engine.join({ group: inNamespace('bench', namespace), topics: [name], listener, startAt });
  await ready;
  return { stop: () => membership.leave() };
}

export interface DecisionOptions {
  readonly decisions: number;
  readonly warmUp: number;
}

/** One request at a time over HTTP, milliseconds. */
export async function decisionLatency(flow: Flow, { decisions, warmUp }: DecisionOptions): Promise<Percentiles> {
  const samples: number[] = [];
  await throughput(decisions + warmUp, 1, async (index) => {
    const started = performance.now();
    const person = { user_id: personOf(index, flow.people) };
    await flow.client.call('decisioning', 'POST', '/v1/decisions', { person, placement: 'hero' });
    samples.push(performance.now() - started);
  });
  return percentiles(samples.slice(warmUp)); // the first ones warm the caches
}
