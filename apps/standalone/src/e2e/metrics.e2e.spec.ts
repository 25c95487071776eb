import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient } from '@tributary/api-client';
import { standaloneRiver, type River } from '@tributary/launcher';
import { catalogue } from '@tributary/telemetry';

/** Metrics that appear only where something has gone wrong, or is asked for. */
const silentWhenAllIsWell = new Set<string>(
  [
    catalogue.sendRefusals,
    catalogue.retries,
    catalogue.appendFailures,
    catalogue.storeFailures,
    catalogue.storeCommands,
    catalogue.storeStatements,
    catalogue.fromTheFuture,
    catalogue.frozenComponents,
    catalogue.sightings,
    catalogue.mqttMessages,
    catalogue.bridges,
    catalogue.importsEnded,
  ].map(({ name }) => name),
);

interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

function samplesIn(text: string): readonly Sample[] {
  return [...text.matchAll(/^(\w+)(?:\{(.*)\})? (\S+)$/gm)].map(([, name = '', labels = '', value]) => ({
    name,
    labels: Object.fromEntries([...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, text = '']) => [key, text])),
    value: Number(value),
  }));
}

describe('the metrics of a running river', () => {
  let dataDir: string;
  let river: River;

  const scrape = async (): Promise<readonly Sample[]> => {
    const headers = { authorization: `Bearer ${river.secretKey}` };
    const answer = await fetch(`${river.url('ingestion')}/metrics`, { headers });
    expect(answer.status).toBe(200);
    return samplesIn(await answer.text());
  };
  const until = async (satisfied: (samples: readonly Sample[]) => boolean): Promise<readonly Sample[]> => {
    const deadline = Date.now() + 40_000;
    for (;;) {
      const samples = await scrape();
      if (satisfied(samples) || Date.now() > deadline) return samples;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  };
  const sum = (samples: readonly Sample[], name: string, labels: Record<string, string> = {}): number =>
    samples
      .filter((one) => one.name === name && Object.entries(labels).every(([key, value]) => one.labels[key] === value))
      .reduce((total, { value }) => total + value, 0);
  const fate = (samples: readonly Sample[], name: string): number =>
    sum(samples, catalogue.events.name, { source: 'default', fate: name });
  const unaccounted = (samples: readonly Sample[]): number =>
    fate(samples, 'acknowledged') - fate(samples, 'stored') - fate(samples, 'rejected') - fate(samples, 'duplicate');

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'tributary-metrics-'));
    river = await standaloneRiver(dataDir);
    const client = createClient({ url: river.url('segmentation'), secretKey: river.secretKey });
    await client.post('/v1/segments', { id: 'viewers', name: 'Viewers', rule: { did: 'Product Viewed' } });
    await client.put('/v1/placements/hero', { size: 1 });
    await client.put('/v1/offers/lamp', { placements: ['hero'], priority: 1 });
    const viewed = (index: number) => ({
      type: 'track',
      userId: `u${index % 7}`,
      event: 'Product Viewed',
      messageId: `m${index}`,
    });
    const twice = [...Array.from({ length: 40 }, (_, index) => viewed(index)), viewed(3), viewed(4)];
    const answer = await fetch(`${river.url('ingestion')}/v1/batch`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${river.writeKey}:`).toString('base64')}` },
      body: JSON.stringify({ batch: [...twice, { type: 'track', event: 'Nobody' }] }),
    });
    expect(answer.status).toBe(200);
    await client.post('/v1/decisions', { person: { user_id: 'u1' }, placement: 'hero' });
  }, 120_000);
  afterAll(async () => {
    await river.stop();
    await rm(dataDir, { recursive: true, force: true });
  }, 60_000);

  it('keep the conservation law: what was acknowledged is stored, rejected or a duplicate, and nothing stays in flight', async () => {
    // Lag is looked at every five seconds.
    const isTold = (now: readonly Sample[]) => now.some(({ name }) => name === catalogue.lagMessages.name);
    const samples = await until(
      (now) => unaccounted(now) === 0 && isTold(now) && sum(now, catalogue.lagMessages.name) === 0,
    );
    expect(fate(samples, 'acknowledged')).toBe(43);
    expect(fate(samples, 'stored')).toBe(40);
    expect(fate(samples, 'duplicate')).toBe(2);
    expect(fate(samples, 'rejected')).toBe(1);
    expect(sum(samples, catalogue.rejections.name, { code: 'MISSING_IDENTITY' })).toBe(1);
    expect(sum(samples, catalogue.lagMessages.name, { group: 'ingestion' })).toBe(0);
  }, 60_000);

  it('tell of everything that the catalogue names', async () => {
    const samples = await until((now) => sum(now, catalogue.segmentChanges.name) === 7);
    const seen = new Set(samples.map(({ name }) => name.replace(/_(bucket|sum|count)$/, '')));
    const missing = Object.values(catalogue)
      .map(({ name }) => name)
      .filter((name) => !seen.has(name) && !silentWhenAllIsWell.has(name) && name !== catalogue.deadLetters.name);
    expect(missing).toEqual([]);
  }, 60_000);

  it('agree with what happened', async () => {
    const samples = await scrape();
    expect(sum(samples, `${catalogue.doorToProfile.name}_count`)).toBe(40);
    expect(sum(samples, catalogue.decisions.name, { outcome: 'offer' })).toBe(1);
    expect(sum(samples, `${catalogue.decisionDuration.name}_count`)).toBe(1);
    expect(sum(samples, catalogue.appended.name, { topic: 'event.collected.v1' })).toBe(40);
    expect(
      sum(samples, catalogue.messages.name, { group: 'identity', topic: 'event.collected.v1', outcome: 'ok' }),
    ).toBe(40);
    expect(sum(samples, catalogue.segmentChanges.name, { segment: 'viewers', change: 'entered' })).toBe(7);
    expect(sum(samples, catalogue.httpRequests.name, { route: '/v1/batch', status: '200' })).toBe(1);
    expect(sum(samples, catalogue.storeConnections.name)).toBeLessThan(20);
    expect(sum(samples, catalogue.outboxWaiting.name)).toBe(0);
    expect(sum(samples, catalogue.dataBytes.name)).toBeGreaterThan(100_000);
    expect(sum(samples, catalogue.build.name, { bus: 'embedded', store: 'embedded' })).toBe(1);
  }, 60_000);
});
