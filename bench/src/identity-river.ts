/** A messy customer list through the door: how many records a second find their people, and how long one takes. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedBus } from '@tributary/bus-embedded';
import { standaloneRiver } from '@tributary/launcher';
import { mixes, peopleRecords } from '@tributary/testing';
import { endToEnd, latency, watchMs, type DoorToProfile, type Flow } from './flow.ts';
import { round } from './measure.ts';
import { peakMemoryMbOf } from './processes.ts';
import { clientOf } from './shop.ts';
import { keys, startWorker } from './workers/start-worker.ts';

const records = 20_000;
/** At most as many again as were sent at full speed. */
const seconds = 10;
/** Seventeen million records a day: what a list costs that changes all the time, on any machine. */
const steadyPerSecond = 200;

interface Found {
  /** Records with names, births, addresses and contact points, until nothing is left to do. */
  readonly recordsPerSecond: number;
  /** At half that rate. */
  readonly doorToProfile: DoorToProfile;
  /** At a rate that is the same everywhere. */
  readonly doorToProfileSteady: DoorToProfile;
  readonly peakMemoryMb: number;
}

export interface IdentityRiverFigures {
  /** Ingestion and identity in one process. */
  readonly identity: Found;
  /** All five services in one process, as `npm start` has them. */
  readonly wholeRiver: Found;
}

export async function benchIdentityRiver(): Promise<IdentityRiverFigures> {
  return { identity: await inFolder(identityAlone), wholeRiver: await inFolder(wholeRiver) };
}

async function inFolder(measure: (dataDir: string) => Promise<Found>): Promise<Found> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tributary-bench-'));
  try {
    return await measure(dataDir);
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function identityAlone(dataDir: string): Promise<Found> {
  const worker = await startWorker('identity', { dataDir, partitions: 1 }); // as many as `npm start` has
  try {
    const services = ['ingestion', 'identity'] as const;
    return await found({ ...keys, url: () => worker.url, dataDir, namespace: '', services }, worker.pid);
  } finally {
    await worker.stop();
  }
}

async function wholeRiver(dataDir: string): Promise<Found> {
  const river = await standaloneRiver(dataDir);
  try {
    return await found({ ...river, dataDir }, river.processes[0]?.child.pid ?? Number.NaN);
  } finally {
    await river.stop();
  }
}

type Where = Parameters<typeof clientOf>[0] & Pick<Flow, 'namespace' | 'services'> & { readonly dataDir: string };

async function found(where: Where, pid: number): Promise<Found> {
  const engine = openEmbeddedBus({ file: join(where.dataDir, 'bus.sqlite'), pollMs: watchMs });
  const client = clientOf(where);
  const told = tellings();
  const eventOf = (serial: number): object => told[serial % told.length] ?? {};
  const { namespace, services } = where;
  const flow = { client, engine, namespace, people: records, eventOf, ...(services && { services }) };
  try {
    const recordsPerSecond = await endToEnd(flow, { from: 0, events: records });
    const perSecond = Math.min(recordsPerSecond / 2, records / seconds);
    const doorToProfile = await latency(flow, { from: records, perSecond, seconds });
    const doorToProfileSteady = await latency(flow, { from: 2 * records, perSecond: steadyPerSecond, seconds });
    const peakMemoryMb = await peakMemoryMbOf(pid);
    return { recordsPerSecond: round(recordsPerSecond), doorToProfile, doorToProfileSteady, peakMemoryMb };
  } finally {
    await client.close();
    await engine.close();
  }
}

/** Each record comes once, from a visitor of its own: what joins it with others is what it says. */
function tellings(): readonly object[] {
  const all = peopleRecords({
    records: 2 * records + steadyPerSecond * seconds,
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
