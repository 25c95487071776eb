/** Ingestion alone: what an event costs from the door to `event.collected`, in all and by step. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPublisher, topicSpecs, type BusEngine, type Output } from '@tributary/bus';
import { openEmbeddedBus } from '@tributary/bus-embedded';
import { allTopics, decode, encode, type EventReceived, type JsonObject, topics } from '@tributary/contracts';
import { admit, decodeBody, member, shapeEvent } from '@tributary/domain-collection';
import { toCanonical } from '@tributary/domain-dialects';
import { govern, usualRules } from '@tributary/domain-governance';
import { settled } from '@tributary/runtime';
import { startWorker } from './workers/start-worker.ts';
import { round, throughput } from './measure.ts';
import { startCounting, sum } from './processes.ts';
import { event } from './shop.ts';

const events = 20_000;
const people = 5_000;
const batch = 250;
/** Each step is timed so often, and the least counts, as whatever disturbs only adds to it. */
const runs = 5;
const settleWithinMs = 600_000;
const source = 'default';
const sender = 'server';

export interface PipelineFigures {
  /** From `event.received` to stored and published on `event.collected`. */
  readonly eventsPerSecond: number;
  /** Microseconds of CPU an event, of all threads of the process, the store's too. */
  readonly cpu: number;
  /** Of which what is computed; each step alone over the same events. */
  readonly steps: Readonly<Record<'decode' | 'shape' | 'vocabulary' | 'rulesOfTheSource' | 'encode', number>>;
  /** The rest: reading, writing the archive, publishing, commits. */
  readonly engines: number;
  /** Before it, at the door; microseconds an event. */
  readonly door: Readonly<Record<'decodeBody' | 'admit' | 'encode', number>>;
}

export async function benchPipeline(): Promise<PipelineFigures> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tributary-bench-'));
  const engine = openEmbeddedBus({ file: join(dataDir, 'bus.sqlite') });
  try {
    await engine.ensureTopics(topicSpecs(allTopics, { partitions: 4 }));
    const payloads = bodies.flatMap(payloadsOf);
    const outputs = payloads.map(outputOf);
    await publish(engine, outputs);
    const { eventsPerSecond, cpu } = await whole(engine, dataDir);
    const steps = pipelineSteps(payloads, outputs);
    const engines = tenths(cpu - sum(Object.values(steps)));
    return { eventsPerSecond: round(eventsPerSecond), cpu, steps, engines, door: doorSteps(payloads, outputs) };
  } finally {
    await engine.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** The service starts with everything waiting for it; its start is not counted. */
async function whole(engine: BusEngine, dataDir: string): Promise<{ eventsPerSecond: number; cpu: number }> {
  const worker = await startWorker('ingestion', { dataDir, partitions: 4 });
  try {
    const counted = await startCounting({ ingestion: [worker.pid] });
    const [started, before] = [performance.now(), await collected(engine)];
    await settled({ engine, namespace: '', services: ['ingestion'] }, settleWithinMs);
    const handled = (await collected(engine)) - before;
    const { ingestion = Number.NaN } = await counted();
    const eventsPerSecond = (handled / (performance.now() - started)) * 1_000;
    return { eventsPerSecond, cpu: tenths((ingestion * 1e6) / handled) };
  } finally {
    await worker.stop();
  }
}

const collected = async (engine: BusEngine): Promise<number> =>
  (await engine.offsets(topics.eventCollected.name)).reduce((sum, { latest }) => sum + latest, 0);

/** As a client sends them, a hundred in a request. */
const bodies: readonly Uint8Array[] = Array.from({ length: events / 100 }, (_, body) => {
  const sent = Array.from({ length: 100 }, (__, index) => event(body * 100 + index, people));
  return Buffer.from(JSON.stringify({ batch: sent }));
});

const receivedAt = Date.UTC(2026, 0, 1);
const received = new Date(receivedAt).toISOString();
const arrival = (payload: JsonObject) => ({ source, receivedAt, imported: false, sender, payload }) as const;

function payloadsOf(body: Uint8Array): readonly JsonObject[] {
  const decoded = decodeBody(body);
  return decoded.ok ? decoded.items.flatMap((item) => (item.ok ? [item.event] : [])) : [];
}

function outputOf(payload: JsonObject): Output<EventReceived> {
  const admission = admit(arrival(payload));
  if (!admission.ok) throw new Error(`What the benchmark sends is sound, but: ${admission.reason.detail}`);
  const value: EventReceived = { source, door: 'http', receivedAt: received, sender, payload };
  const id = String(member(payload, 'messageId'));
  return { topic: topics.eventReceived, key: admission.record, id, value, time: receivedAt };
}

async function publish(engine: BusEngine, outputs: readonly Output<EventReceived>[]): Promise<void> {
  const publisher = createPublisher({ engine, source: 'ingestion' });
  await throughput(Math.ceil(outputs.length / batch), 4, (index) =>
    publisher.publish(outputs.slice(index * batch, (index + 1) * batch)),
  );
  await publisher.close();
}

/** Microseconds an event. */
function timed<T, R>(values: readonly T[], step: (value: T) => R): { readonly cost: number; readonly results: R[] } {
  let [least, results]: [number, R[]] = [Infinity, []];
  for (let run = 0; run < runs; run += 1) {
    const started = process.cpuUsage();
    results = values.map(step);
    const { user, system } = process.cpuUsage(started);
    least = Math.min(least, user + system);
  }
  return { cost: tenths(least / events), results };
}

const attributes = { id: 'bench', source: 'ingestion', time: receivedAt };

function doorSteps(
  payloads: readonly JsonObject[],
  outputs: readonly Output<EventReceived>[],
): PipelineFigures['door'] {
  return {
    decodeBody: timed(bodies, payloadsOf).cost,
    admit: timed(payloads, (payload) => admit(arrival(payload))).cost,
    encode: timed(outputs, ({ value }) => encode(topics.eventReceived, attributes, value)).cost,
  };
}

function pipelineSteps(
  payloads: readonly JsonObject[],
  outputs: readonly Output<EventReceived>[],
): PipelineFigures['steps'] {
  const records = outputs.map(({ value }) => encode(topics.eventReceived, attributes, value));
  const shaped = timed(payloads, (payload) => shapeEvent({ ...arrival(payload), ip: undefined }));
  const events = shaped.results.flatMap((shape) => (shape.ok ? [shape.event] : []));
  const spoken = timed(events, toCanonical);
  return {
    decode: timed(records, (record) => decode(topics.eventReceived, record, attributes)).cost,
    shape: shaped.cost,
    vocabulary: spoken.cost,
    rulesOfTheSource: timed(spoken.results, (one) => govern(one, usualRules, '')).cost,
    encode: timed(spoken.results, (one) => encode(topics.eventCollected, attributes, one)).cost,
  };
}

const tenths = (value: number): number => Math.round(value * 10) / 10;
