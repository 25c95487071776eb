import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type EventCollected } from '@tributary/contracts';
import { startService, type TestService } from '@tributary/testing';
import { analyticsService } from './index.ts';
import { collected, onCollected, startArchive, type TestArchive } from './scenarios/river.ts';

const products = ['lamp', 'mug', 'a.b', '$pan', 'tea|pot'];
const names = ['Product Viewed', 'Order Completed', 'Order Refunded', 'Cart.Viewed', '$odd'];

/** The n-th of a stream without end in which ids, days, people and amounts are well mixed. */
function event(n: number): EventCollected {
  const product = products[n % products.length] ?? '';
  return collected({
    id: `e_${((n * 7_919) % 100_003).toString(36)}_${n}`,
    time: new Date(Date.UTC(2026, 0, 1 + ((n * 13) % 20), n % 24)).toISOString(),
    ...(n % 4 === 0 ? { guest: `g${n % 9}` } : { user: `u${n % 23}` }),
    name: names[n % names.length] ?? '',
    properties: {
      revenue: (n % 997) / 100,
      currency: n % 31 === 0 ? 'EUR' : 'GBP',
      products: [{ product_id: product, name: `Name ${n % 3}`, price: 1.25, quantity: 1 + (n % 4) }],
    },
  });
}
const stream = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => event(from + index));

describe('a rebuild from the archive', () => {
  let archive: TestArchive;
  let analytics: TestService;
  const get = async (path: string) => (await analytics.call('GET', `/v1/figures/${path}`)).body;
  const figures = async () => {
    const paths = ['summary', 'daily', 'products?limit=500', 'events', 'rfm?at=2026-02-01&limit=500'];
    const answers = await Promise.all(paths.map(get));
    return answers.map((answer) => ({ ...answer, asOf: undefined, lagMs: undefined }));
  };
  /** As ingestion: into the archive first, then onto the bus. */
  const collect = async (events: readonly EventCollected[]) => {
    archive.keep(events);
    await analytics.publish(events.map(onCollected));
  };
  const rebuilt = async (generation: number) => {
    for (;;) {
      const progress = await get('rebuild');
      if (progress.failure !== null) throw new Error(progress.failure);
      if (progress.generation >= generation) return progress;
      await sleep(20);
    }
  };

  beforeEach(async () => {
    archive = await startArchive();
    analytics = await startService(analyticsService, { env: { INGESTION_URL: archive.url } });
  });
  afterEach(async () => {
    await analytics.stop();
    await archive.close();
  });

  it('at rest finds every document identical', async () => {
    await collect(stream(0, 1_300));
    await analytics.settle();
    const before = await figures();
    const started = await analytics.call('POST', '/v1/figures/rebuild');
    expect(started).toMatchObject({ status: 202, body: { running: { stage: 'reading', done: 0 } } });
    const { last, running } = await rebuilt(2);
    expect(running).toBeNull();
    expect(last).toMatchObject({ events: 1_300, differences: 0, examples: [] });
    expect(last.documents).toBeGreaterThan(50);
    expect(await figures()).toEqual(before);
  });

  it('is exact while events flow, whichever side sees an event first', async () => {
    await collect(stream(0, 1_000));
    let published = 1_000;
    // Events arrive between the pages: some are on the bus before the archive is read past them, some after, and some
    // are archived long before they are published.
    const held: EventCollected[] = [];
    archive.beforePage = async () => {
      const fresh = stream(published, published + 120);
      published += 120;
      archive.keep(fresh);
      held.push(...fresh.slice(0, 40));
      await analytics.publish(fresh.slice(40).map(onCollected));
      await sleep(published % 3 === 0 ? 30 : 0);
    };
    await analytics.call('POST', '/v1/figures/rebuild');
    expect(await analytics.call('POST', '/v1/figures/rebuild')).toMatchObject({
      status: 409,
      body: { code: 'REBUILD_RUNNING' },
    });
    await sleep(60);
    await analytics.publish(held.splice(0).map(onCollected));
    await rebuilt(2);
    await analytics.publish(held.splice(0).map(onCollected)); // counted from the archive; now they come live
    await analytics.settle();
    expect((await get('summary')).events).toBe(published);

    const live = await figures();
    archive.beforePage = () => Promise.resolve();
    await analytics.call('POST', '/v1/figures/rebuild');
    expect((await rebuilt(3)).last).toMatchObject({ events: published, differences: 0 });
    expect(await figures()).toEqual(live);
  });

  it('mends figures that miss events, and names what differed', async () => {
    const events = stream(0, 50);
    archive.keep(events);
    await analytics.publish(events.slice(1).map(onCollected)); // the bus has lost the first one
    await analytics.settle();
    await analytics.call('POST', '/v1/figures/rebuild');
    const { last } = await rebuilt(2);
    expect(last).toMatchObject({
      differences: 1,
      examples: [{ document: 'events 2026-01-01|Product Viewed', field: 'all.count', before: 2, after: 3 }],
    });
    expect((await get('summary')).events).toBe(50);
  });

  it('starts anew when the process is stopped in the middle', async () => {
    await collect(stream(0, 1_200));
    await analytics.settle();
    const before = await figures();
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    let pages = 0;
    archive.beforePage = () => (++pages === 2 ? gate : Promise.resolve());
    await analytics.call('POST', '/v1/figures/rebuild');
    while (pages < 2) await sleep(5);
    const restarted = analytics.restart();
    release();
    await restarted;
    expect((await rebuilt(3)).last).toMatchObject({ events: 1_200, differences: 0 });
    expect(await figures()).toEqual(before);
  });
});
