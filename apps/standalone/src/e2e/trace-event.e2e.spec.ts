/** What became of one message in all services, asked by its id: passed by each, or parked by one. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type BusEngine } from '@tributary/bus';
import { topics } from '@tributary/contracts';
import { openEngines, readSettings, type Engines } from '@tributary/runtime';
import { createLogger } from '@tributary/telemetry';
import { startService, type TestService } from '@tributary/testing';
import { allServices } from '../start/services.ts';

/** Events that say so are resolved into what no service can read. */
const spoilt = 'torn in half';

function spoiling(bus: BusEngine): BusEngine {
  const append: BusEngine['append'] = (records) =>
    bus.append(
      records.map((record) =>
        record.topic === topics.eventResolved.name && Buffer.from(record.value ?? []).includes(spoilt)
          ? { ...record, value: Buffer.from('{"half of it') }
          : record,
      ),
    );
  return new Proxy(bus, {
    get: (target, name) => {
      if (name === 'append') return append;
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}

describe('the trace of a message', () => {
  let dir: string;
  let engines: Engines;
  let river: TestService;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'tributary-trace-'));
    const settings = readSettings({ TRIBUTARY_DATA_DIR: dir });
    engines = await openEngines(settings, createLogger({ service: 'test', level: 'silent' }));
    river = await startService(allServices, { engines: { ...engines, bus: spoiling(engines.bus) } });
  }, 120_000);
  afterAll(async () => {
    await river.stop();
    await engines.close();
    await rm(dir, { recursive: true, force: true });
  }, 60_000);

  const send = async (event: object) => {
    const answer = await fetch(`${river.url}/v1/batch`, {
      method: 'POST',
      headers: { authorization: 'Bearer test-write-key' },
      body: JSON.stringify({ batch: [event] }),
    });
    expect(answer.status).toBe(200);
  };
  const viewed = (messageId: string, userId: string) => ({ type: 'track', event: 'Product Viewed', messageId, userId });

  interface SeenStage {
    readonly stage: string;
    readonly outcome: string;
    readonly topic?: string;
    readonly detail?: string;
    readonly profile?: string;
  }
  const trace = async (messageId: string): Promise<readonly SeenStage[]> =>
    (await river.call('GET', `/v1/events/${messageId}/trace`)).body.items[0].stages;
  const lines = (stages: readonly SeenStage[]) =>
    stages.map(({ stage, topic = '', outcome }) => `${stage} ${topic}: ${outcome}`);

  const passed = [
    'door : received',
    'archive : stored',
    'identity event.collected.v1: resolved',
    'analytics event.collected.v1: worked-off',
    'segmentation event.resolved.v1: worked-off',
    'decisioning event.resolved.v1: worked-off',
    'segmentation profile.updated.v1: worked-off',
    'analytics profile.updated.v1: worked-off',
    'decisioning profile.updated.v1: worked-off',
  ];

  it('leads through all five services', async () => {
    await send(viewed('warm-up', 'ann'));
    await river.settle();
    await send(viewed('m-1', 'ann'));
    const sentAt = performance.now();
    const deadline = sentAt + 30_000;
    for (;;) {
      const answer = await river.call('GET', '/v1/events/m-1/trace');
      const stages: readonly SeenStage[] = answer.body.items?.[0].stages ?? [];
      if (lines(stages).join() === passed.join()) break;
      if (performance.now() > deadline) expect(lines(stages)).toEqual(passed);
    }
    console.log(`Traced through all services ${(performance.now() - sentAt).toFixed(0)} ms after it was taken.`);
  });

  it('says who it belongs to, also when that person has become part of another one', async () => {
    await send({ type: 'page', name: 'Home', messageId: 'm-2', anonymousId: 'browser-1' });
    await river.settle();
    await send({ type: 'identify', messageId: 'm-3', anonymousId: 'browser-1', userId: 'bob' });
    await river.settle();
    const { body: bob } = await river.call('GET', '/v1/profiles/user_id:bob');
    for (const messageId of ['m-2', 'm-3']) {
      const stages = await trace(messageId);
      expect(lines(stages)).toEqual(passed);
      expect(stages[2]).toMatchObject({ profile: bob.profile, detail: `version ${bob.version}` });
    }
  });

  it('says which services have parked it, and why', async () => {
    await send({ ...viewed('m-4', 'cy'), properties: { note: spoilt } });
    await river.settle();
    const stages = await trace('m-4');
    expect(lines(stages)).toEqual(
      passed.map((line) => line.replace('event.resolved.v1: worked-off', 'event.resolved.v1: dead-lettered')),
    );
    const parked = stages.filter(({ outcome }) => outcome === 'dead-lettered');
    expect(parked.map(({ detail }) => detail)).toEqual(
      ['segmentation', 'decisioning'].map((service) =>
        expect.stringMatching(new RegExp(`^NOT_JSON: .* It lies on ${service}\\.dead-lettered\\.v1\\.$`)),
      ),
    );
  });
});
