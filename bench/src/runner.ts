/** The lanes against raw reads of the same log, and against raw reads that decode, which is what any consumer has to do. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPublisher, startRunner, topicSpecs, type BusEngine } from '@tributary/bus';
import { openEmbeddedBus } from '@tributary/bus-embedded';
import { deadLetterTopic, decode, topics } from '@tributary/contracts';
import { ratio, round } from './measure.ts';

const messages = 120_000;
const topic = topics.eventCollected;
const page = 500;
/** Each figure is the best of so many runs: the machine has other work. */
const runs = 3;

export interface RunnerFigures {
  /** Publishing, acknowledged when on the disk. */
  readonly publishedPerSecond: number;
  readonly rawReadsPerSecond: number;
  readonly decodedReadsPerSecond: number;
  readonly runnerPerSecond: number;
  /** The lanes to raw reads, values left as bytes. */
  readonly ratioToRawReads: number;
  /** The lanes to raw reads that decode and check each value. */
  readonly ratio: number;
}

export async function benchRunner(): Promise<RunnerFigures> {
  const dir = await mkdtemp(join(tmpdir(), 'tributary-bench-'));
  const engine = openEmbeddedBus({ file: join(dir, 'bus.sqlite') });
  try {
    await engine.ensureTopics(topicSpecs([topic, deadLetterTopic('analytics')]));
    const publishedPerSecond = await perSecond(() => fill(engine));
    const raw: number[] = [];
    const decoded: number[] = [];
    const lanes: number[] = [];
    for (let run = 0; run < runs; run++) {
      raw.push(await perSecond(() => readAll(engine, false)));
      decoded.push(await perSecond(() => readAll(engine, true)));
      lanes.push(await perSecond(() => runAll(engine, `bench-${run}`)));
    }
    const [rawBest, decodedBest, lanesBest] = [Math.max(...raw), Math.max(...decoded), Math.max(...lanes)];
    return {
      publishedPerSecond: round(publishedPerSecond),
      rawReadsPerSecond: round(rawBest),
      decodedReadsPerSecond: round(decodedBest),
      runnerPerSecond: round(lanesBest),
      ratioToRawReads: ratio(lanesBest, rawBest),
      ratio: ratio(lanesBest, decodedBest),
    };
  } finally {
    await engine.close();
    await rm(dir, { recursive: true, force: true });
  }
}

async function perSecond(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return (messages / (performance.now() - started)) * 1_000;
}

async function fill(engine: BusEngine): Promise<void> {
  const publisher = createPublisher({ engine, source: 'bench' });
  for (let from = 0; from < messages; from += 2_000) {
    await publisher.publish(
      Array.from({ length: 2_000 }, (_, i) => ({
        topic,
        key: `r_${(from + i) % 5_000}`,
        id: `e_${from + i}`,
        value: { ...topic.message.example, messageId: `m-${from + i}` },
      })),
    );
  }
  await publisher.close();
}

async function readAll(engine: BusEngine, decodes: boolean): Promise<void> {
  for (const [partition, { latest }] of (await engine.offsets(topic.name)).entries()) {
    for (let offset = 0; offset < latest; offset += page) {
      const records = await engine.read({ topic: topic.name, partition }, offset, page);
      for (const record of decodes ? records : []) {
        if (!decode(topic, record, { id: '', source: '', time: 0 }).ok) throw new Error('It was published by us.');
      }
    }
  }
}

/** Reads, decodes, drops copies, calls the handler and commits, until everything is committed. */
async function runAll(engine: BusEngine, group: string): Promise<void> {
  let handled = 0;
  let finish = (): void => undefined;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  const runner = await startRunner({
    engine,
    publisher: createPublisher({ engine, source: 'bench' }),
    group,
    deadLetters: deadLetterTopic('analytics'),
    subscriptions: [
      {
        topic,
        handle: (batch) => Promise.resolve(batch.map(() => ({ kind: 'ok', outputs: [] }))),
      },
    ],
    observer: {
      onBatch: ({ size }) => {
        handled += size;
        if (handled === messages) finish();
      },
    },
  });
  await finished;
  await runner.stop();
}
