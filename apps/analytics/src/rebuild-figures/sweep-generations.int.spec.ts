import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { contributionsOf, daysIn, postingsOf } from '@tributary/domain-analytics';
import { connectStore, migrate } from '@tributary/mongo';
import { openStore, type OpenStore } from '@tributary/mongo-embedded';
import { testClock } from '@tributary/testing';
import { type Connection } from 'mongoose';
import { MongoCellStore } from '../adapters/mongo/cell-store.ts';
import { MongoClaimStore } from '../adapters/mongo/claim-store.ts';
import { MongoGenerationStore } from '../adapters/mongo/generation-store.ts';
import { collections } from '../adapters/mongo/schemas.ts';
import { analyticsService } from '../index.ts';
import { type ArchivePage } from '../ports.ts';
import { collected } from '../scenarios/river.ts';
import { CompareGenerations } from './compare-generations.ts';
import { RebuildFigures, deadAfterMs } from './rebuild-figures.ts';
import { SweepGenerations } from './sweep-generations.ts';

const settings = { dayOf: daysIn('UTC'), defaultCurrency: 'GBP' };
const sale = collected({ id: 'e_1', time: '2026-01-01T00:00:00.000Z', user: 'ann', name: 'Order Completed' });
const minute = 60_000;
const day = 1_440 * minute;

describe('after a rebuild', () => {
  const clock = testClock('2026-02-01T00:00:00.000Z');
  const signal = new AbortController().signal;
  let dir: string;
  let store: OpenStore;
  let connection: Connection;
  let stores: { cells: MongoCellStore; claims: MongoClaimStore; generations: MongoGenerationStore };
  let processedUntil: number;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'tributary-analytics-'));
    store = await openStore({ file: join(dir, 'store.sqlite') });
    connection = await connectStore({ uri: store.uri, database: 'analytics', namespace: '' });
    await migrate(connection, analyticsService);
    stores = {
      cells: new MongoCellStore(connection.collection(collections.cells)),
      claims: new MongoClaimStore(connection.collection(collections.claims)),
      generations: new MongoGenerationStore(connection.collection(collections.generations)),
    };
    const placed = contributionsOf(sale, settings).map((contribution) => ({ position: 0, contribution }));
    await stores.cells.add({ generation: 1, partition: '0' }, postingsOf(placed));
    processedUntil = clock.now();
  });
  afterEach(async () => {
    await connection.close();
    await store.close();
    await rm(dir, { recursive: true, force: true });
  });

  const rebuildBy = (owner: string, page: () => Promise<ArchivePage>) =>
    new RebuildFigures({
      stores,
      archive: { page },
      compare: new CompareGenerations(stores.cells),
      settings,
      clock,
      processedUntil: () => Promise.resolve(processedUntil),
      owner,
    });
  const whole = () => Promise.resolve({ items: [sale], next: null, total: 1 });
  const sweep = () =>
    new SweepGenerations({ stores, clock, processedUntil: () => Promise.resolve(processedUntil) }).run();
  const idsOf = async (name: 'cells' | 'claims') =>
    (await connection.collection<{ _id: string }>(name).find().sort({ _id: 1 }).toArray()).map(({ _id }) => _id);
  const runAll = async (rebuild: RebuildFigures) => {
    const state = await rebuild.announce();
    return state?.building ? rebuild.run(state.building, signal) : undefined;
  };

  it('the old cells go when their readers have left, the claims when the bus is eight days further', async () => {
    expect(await runAll(rebuildBy('one', whole))).toMatchObject({ generation: 2, events: 1, differences: 0 });
    await sweep();
    expect((await idsOf('cells')).map((id) => id.slice(0, 2))).toEqual(['1|', '1|', '1|', '2|', '2|', '2|']);
    clock.advance(minute);
    await sweep();
    expect((await idsOf('cells')).every((id) => id.startsWith('2|'))).toBe(true);
    expect(await idsOf('claims')).toEqual(['2|e_1']);
    clock.advance(30 * day); // on the wall clock only: the lanes have been standing still
    await sweep();
    expect(await idsOf('claims')).toEqual(['2|e_1']);
    processedUntil += 9 * day;
    await sweep();
    expect(await idsOf('claims')).toEqual([]);
    expect(await stores.generations.current()).toMatchObject({ active: 2, oldest: 2, claiming: [] });
  });

  it('one that a dead process left is taken over, and what it had written goes', async () => {
    const dead = rebuildBy('dead', whole);
    const announced = await dead.announce();
    const alive = rebuildBy('alive', whole);
    expect(await alive.announce()).toBeUndefined();
    expect(await alive.takeOver()).toBeUndefined();
    clock.advance(deadAfterMs + 1);
    const taken = await alive.takeOver();
    expect(taken?.building).toMatchObject({ generation: 3, owner: 'alive' });
    // The dead one was only asleep: it finds that the rebuild is no longer its own.
    expect(announced?.building && (await dead.run(announced.building, signal))).toBeUndefined();
    expect(taken?.building && (await alive.run(taken.building, signal))).toMatchObject({
      generation: 3,
      differences: 0,
    });
    clock.advance(minute);
    await sweep();
    expect((await idsOf('cells')).every((id) => id.startsWith('3|'))).toBe(true);
    expect(await idsOf('claims')).toEqual(['3|e_1']);
  });

  it('that failed, the figures in use stay and the reason is kept', async () => {
    const rebuild = rebuildBy('one', () => Promise.reject(new Error('The archive answered 503')));
    await expect(runAll(rebuild)).rejects.toThrow('503');
    await rebuild.giveUp('The archive answered 503');
    expect(await stores.generations.current()).toMatchObject({
      active: 1,
      building: null,
      failure: 'The archive answered 503',
    });
    expect(await runAll(rebuildBy('one', whole))).toMatchObject({ differences: 0 });
  });
});
