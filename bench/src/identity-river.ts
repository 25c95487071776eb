/** A messy customer list through the door and the whole river: how many records a second find their people, and how long one takes. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedBus } from '@tributary/bus-embedded';
import { standaloneRiver } from '@tributary/launcher';
import { mixes, peopleRecords } from '@tributary/testing';
import { endToEnd, latency, type DoorToProfile } from './flow.ts';
import { round } from './measure.ts';
import { peakMemoryMbOf, sum } from './processes.ts';
import { clientOf } from './shop.ts';

const records = 20_000;
/** At most as many again as were sent at full speed. */
const seconds = 10;

export interface IdentityRiverFigures {
  /** Records with names, births, addresses and contact points, until every service has nothing left to do. */
  readonly recordsPerSecond: number;
  /** At half that rate. */
  readonly doorToProfile: DoorToProfile;
  readonly peakMemoryMb: number;
}

export async function benchIdentityRiver(): Promise<IdentityRiverFigures> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tributary-bench-'));
  const river = await standaloneRiver(dataDir);
  const engine = openEmbeddedBus({ file: join(dataDir, 'bus.sqlite') });
  const client = clientOf(river);
  const told = tellings();
  const eventOf = (serial: number): object => told[serial % told.length] ?? {};
  const flow = { client, engine, namespace: river.namespace, people: records, eventOf };
  try {
    const recordsPerSecond = await endToEnd(flow, { from: 0, events: records });
    const perSecond = Math.min(recordsPerSecond / 2, records / seconds);
    const doorToProfile = await latency(flow, { from: records, perSecond, seconds });
    const peaks = river.processes.flatMap(({ child }) => (child.pid === undefined ? [] : [peakMemoryMbOf(child.pid)]));
    return { recordsPerSecond: round(recordsPerSecond), doorToProfile, peakMemoryMb: sum(await Promise.all(peaks)) };
  } finally {
    await client.close();
    await engine.close();
    await river.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Each record comes once, from a visitor of its own: what joins it with others is what it says. */
function tellings(): readonly object[] {
  const all = peopleRecords({
    records: 2 * records,
    seed: 1,
    mix: mixes.world,
    now: Date.parse('2026-01-01'),
  });
  return [...all].map(({ record, time }, serial) => ({
    type: 'identify',
    messageId: `told-${serial}`,
    anonymousId: `visitor-${serial}`,
    timestamp: time,
    traits: record,
  }));
}
