import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Module, type INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { openEmbeddedBus, type EmbeddedBus } from '@tributary/bus-embedded';
import { deadLetterTopic, SegmentMembershipChanged, topics } from '@tributary/contracts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Consumer,
  ConsumesBatch,
  createPublisher,
  DeterministicError,
  foreignTopic,
  LanesStrategy,
  topicSpecs,
  type Outcome,
  type Received,
  type StoredRecord,
} from '@tributary/bus';

const seen: string[] = [];
let failures = 0;

@Consumer('segmentation')
class SegmentConsumer {
  readonly #name = 'segmentation';

  @ConsumesBatch(topics.segmentMembershipChanged)
  onChanged(batch: readonly Received<SegmentMembershipChanged>[]): Promise<readonly Outcome[]> {
    if (failures-- > 0) throw new Error('the store is away');
    seen.push(...batch.map(({ id, value }) => `${this.#name} ${id} ${value?.segment ?? 'nothing'}`));
    return Promise.resolve(batch.map(() => ({ kind: 'ok', outputs: [] })));
  }
}

@Consumer('decisioning')
class DecisionConsumer {
  @ConsumesBatch(topics.segmentMembershipChanged)
  onChanged(batch: readonly Received<SegmentMembershipChanged>[]): Promise<readonly Outcome[]> {
    if (batch.some(({ id }) => id === 'bad')) throw new DeterministicError('NEVER', 'cannot be');
    seen.push(...batch.map(({ id }) => `decisioning ${id}`));
    return Promise.resolve(batch.map(() => ({ kind: 'ok', outputs: [] })));
  }
}

@Module({ controllers: [SegmentConsumer] })
class Segmentation {}
@Module({ controllers: [DecisionConsumer] })
class Decisioning {}
@Module({ imports: [Segmentation, Decisioning] })
class Everything {}

describe('consumers of several modules in one application', () => {
  let dir: string;
  let engine: EmbeddedBus;
  let app: INestMicroservice;
  let strategy: LanesStrategy;
  const output = (id: string) => ({
    topic: topics.segmentMembershipChanged,
    key: 'p',
    id,
    value: SegmentMembershipChanged.example,
  });

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'bus-nest-'));
    engine = openEmbeddedBus({ file: join(dir, 'bus.db') });
    const all = [topics.segmentMembershipChanged, deadLetterTopic('decisioning'), deadLetterTopic('segmentation')];
    await engine.ensureTopics(topicSpecs(all, { namespace: 'ns', partitions: 2 }));
    strategy = new LanesStrategy({
      engine,
      namespace: 'ns',
      deadLetters: (group) => deadLetterTopic(group === 'decisioning' ? 'decisioning' : 'segmentation'),
      limits: { retryFirstMs: 10 },
    });
    app = await NestFactory.createMicroservice(Everything, { strategy, logger: false });
    await app.listen();
  });
  afterEach(async () => {
    await app.close();
    await engine.close();
    rmSync(dir, { recursive: true });
  });

  it('each reads in its own group; what a handler throws arrives at the lane', async () => {
    failures = 2;
    const publisher = createPublisher({ engine, source: 'test', namespace: 'ns' });
    await publisher.publish([output('a'), output('bad'), output('b')]);
    const done = async () => {
      const groups = ['ns.segmentation', 'ns.decisioning']; // two deployments on one cluster share no group
      const committed = await Promise.all(
        groups.map((group) => engine.committed(group, ['ns.segment.membership-changed.v1'])),
      );
      return committed.every((offsets) => offsets.flat().some((offset) => offset === 3));
    };
    while (!(await done())) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(seen.sort()).toEqual([
      'decisioning a',
      'decisioning b',
      'segmentation a loyal',
      'segmentation b loyal',
      'segmentation bad loyal',
    ]);
    const letters = await engine.offsets('ns.decisioning.dead-lettered.v1');
    expect(letters.reduce((sum, { latest }) => sum + latest, 0)).toBe(1);
    await publisher.close();
  });

  it('a group is joined and left while they run, in a topic of somebody else, and closed with them', async () => {
    const topic = 'shop.orders';
    await engine.ensureTopics([{ name: topic, partitions: 1, cleanup: 'delete' }]);
    const bytes = (text: string) => ({ key: null, value: Buffer.from(text), headers: {}, timestamp: Date.now() });
    const append = (text: string) => engine.append([{ topic, partition: 0, ...bytes(text) }]);
    const orders: string[] = [];
    const handle = (batch: readonly Received<StoredRecord>[]): Promise<readonly Outcome[]> => {
      orders.push(...batch.map(({ value }) => Buffer.from(value?.value ?? []).toString()));
      return Promise.resolve(batch.map(() => ({ kind: 'ok', outputs: [] })));
    };
    const joining = {
      ...{ group: 'segmentation.orders', subscription: { topic: foreignTopic(topic), handle } },
      onFatal: (error: Error) => {
        throw error;
      },
    };
    await append('one');
    const first = await strategy.join(joining);
    while (orders.length < 1) await new Promise((resolve) => setTimeout(resolve, 5));
    await first.stop();
    await append('two');
    const second = await strategy.join(joining);
    const committed = async () => (await engine.committed('ns.segmentation.orders', [topic]))[0]?.[0];
    while ((await committed()) !== 2) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(orders).toEqual(['one', 'two']);
    await expect(strategy.join({ ...joining, subscription: { topic: foreignTopic('none'), handle } })).rejects.toThrow(
      'BUS_UNKNOWN_TOPIC',
    );
    await strategy.close();
    await second.stop();
    await expect(strategy.join(joining)).rejects.toThrow('BUS_CLOSED');
  });
});
