/** The whole river in one process: how many events a second reach the end, and how long one takes from the door to the profile. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedBus } from '@tributary/bus-embedded';
import { standaloneRiver } from '@tributary/launcher';
import { decisionLatency, endToEnd, latency, watchMs, type DoorToProfile } from './flow.ts';
import { round, type Percentiles } from './measure.ts';
import { peakMemoryMbOf, sum } from './processes.ts';
import { clientOf, define } from './shop.ts';

const events = 30_000;
const people = 5_000;

export interface RiverFigures {
  /** Until every service has nothing left to do. */
  readonly eventsPerSecond: number;
  /** At half that rate. */
  readonly doorToProfile: DoorToProfile;
  readonly decision: Percentiles;
  /** Of the process that runs everything, over the whole run. */
  readonly peakMemoryMb: number;
}

export async function benchRiver(): Promise<RiverFigures> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tributary-bench-'));
  const river = await standaloneRiver(dataDir);
  const engine = openEmbeddedBus({ file: join(dataDir, 'bus.sqlite'), pollMs: watchMs });
  const client = clientOf(river);
  const flow = { client, engine, namespace: river.namespace, people };
  try {
    await define(client);
    const eventsPerSecond = await endToEnd(flow, { from: 0, events });
    const doorToProfile = await latency(flow, { from: events, perSecond: eventsPerSecond / 2, seconds: 15 });
    const decision = await decisionLatency(flow, { decisions: 2_800, warmUp: 200 });
    const peaks = river.processes.flatMap(({ child }) => (child.pid === undefined ? [] : [peakMemoryMbOf(child.pid)]));
    const peakMemoryMb = sum(await Promise.all(peaks));
    return { eventsPerSecond: round(eventsPerSecond), doorToProfile, decision, peakMemoryMb };
  } finally {
    await client.close();
    await engine.close();
    await river.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}
