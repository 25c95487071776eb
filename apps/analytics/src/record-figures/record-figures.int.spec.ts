import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Received } from '@tributary/bus';
import { type EventCollected } from '@tributary/contracts';
import { daysIn, type Sums } from '@tributary/domain-analytics';
import { connectStore, migrate } from '@tributary/mongo';
import { openStore, type OpenStore } from '@tributary/mongo-embedded';
import fc from 'fast-check';
import { type Connection } from 'mongoose';
import { MongoCellStore } from '../adapters/mongo/cell-store.ts';
import { MongoClaimStore } from '../adapters/mongo/claim-store.ts';
import { MongoGenerationStore } from '../adapters/mongo/generation-store.ts';
import { collections } from '../adapters/mongo/schemas.ts';
import { analyticsService } from '../index.ts';
import { collected } from '../scenarios/river.ts';
import { RecordFigures } from './record-figures.ts';

const settings = { dayOf: daysIn('UTC'), defaultCurrency: 'GBP' };

const lane = (partition: number, length: number): Received<EventCollected>[] =>
  Array.from({ length }, (_, offset) => ({
    id: `${partition}-${offset}`,
    topic: 'event.collected.v1',
    partition,
    offset,
    key: 'k',
    time: 0,
    appendedAt: 0,
    traceparent: undefined,
    value: collected({
      id: `${partition}-${offset}`,
      time: `2026-01-0${1 + (offset % 5)}T00:00:00.000Z`,
      user: `u${offset % 7}`,
      name: offset % 3 === 0 ? 'Order Completed' : `Step ${offset % 4}`,
      properties: {
        revenue: offset / 100,
        products: [{ product_id: `p${offset % 6}`, name: `n${offset}`, price: 0.5 }],
      },
    }),
  }));

describe('recording a batch', () => {
  let dir: string;
  let store: OpenStore;
  let connection: Connection;
  let databases = 0;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'tributary-analytics-'));
    store = await openStore({ file: join(dir, 'store.sqlite') });
  });
  afterAll(async () => {
    await store.close();
    await rm(dir, { recursive: true, force: true });
  });

  const open = async () => {
    connection = await connectStore({ uri: store.uri, database: `analytics${++databases}`, namespace: '' });
    await migrate(connection, analyticsService);
    const cells = new MongoCellStore(connection.collection(collections.cells));
    const claims = new MongoClaimStore(connection.collection(collections.claims));
    const generations = new MongoGenerationStore(connection.collection(collections.generations));
    return { cells, record: new RecordFigures({ cells, claims, generations }, settings) };
  };
  const figuresOf = async (cells: MongoCellStore) => {
    const found: [string, Sums][] = [];
    for (const kind of ['events', 'totals', 'products', 'customers'] as const) {
      for await (const { shelf, sums } of cells.shelves(1, kind)) found.push([`${kind} ${shelf}`, sums]);
    }
    return found;
  };

  it('gives the same figures however often batches are repeated and wherever they are cut', async () => {
    const length = 60;
    const expected = await open();
    for (const partition of [0, 1]) await expected.record.all(lane(partition, length));
    const wanted = await figuresOf(expected.cells);
    expect(wanted.length).toBeGreaterThan(40);
    await connection.close();

    const steps = fc.array(fc.record({ partition: fc.constantFrom(0, 1), back: fc.nat(20), forward: fc.nat(25) }), {
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(steps, async (repetitions) => {
        const { record, cells } = await open();
        const done = [0, 0];
        for (const { partition, back, forward } of repetitions) {
          const [at = 0] = [done[partition]];
          const end = Math.min(length, at + forward);
          await record.all(lane(partition, length).slice(Math.max(0, at - back), end));
          done[partition] = Math.max(at, end);
        }
        await Promise.all([0, 1].map((partition) => record.all(lane(partition, length).slice(done[partition]))));
        await record.all(lane(1, length));
        expect(await figuresOf(cells)).toEqual(wanted);
        await connection.close();
      }),
      { numRuns: 15 },
    );
  });

  it('lets a displaced writer of the same partition finish without counting anything twice', async () => {
    const { record, cells } = await open();
    const whole = lane(0, 300);
    const attempts = [record.all(whole), record.all(whole.slice(0, 120)), record.all(whole.slice(0, 200))];
    const settled = await Promise.allSettled(attempts);
    // Who lost the race is told to try again, as the runner would.
    if (settled.some(({ status }) => status === 'rejected')) await record.all(whole);
    const counts = (await figuresOf(cells)).filter(([name]) => name.startsWith('events'));
    const sum = counts.reduce((total, [, sums]) => total + (sums.counters.get('all')?.['count'] ?? 0), 0);
    expect(sum).toBe(300);
    await connection.close();
  });
});
