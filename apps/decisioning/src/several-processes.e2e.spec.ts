import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openEngines, readSettings, type Engines } from '@tributary/runtime';
import { startService, type TestService } from '@tributary/testing';
import { createLogger } from '@tributary/telemetry';
import { decisioningService } from './index.ts';
import { merged, updated, userId } from './testing/upstream.ts';

/** Three members of the service that share nothing but the engines. */
let dir: string;
let engines: Engines;
let services: readonly TestService[];

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tributary-three-'));
  const settings = readSettings({ TRIBUTARY_DATA_DIR: dir, TRIBUTARY_PARTITIONS: '4' });
  engines = await openEngines(settings, createLogger({ service: 'test', level: 'silent' }));
  services = await Promise.all([1, 2, 3].map(() => startService(decisioningService, { engines })));
});
afterAll(async () => {
  for (const service of services) await service.stop();
  await engines.close();
  await rm(dir, { recursive: true, force: true });
});

const member = (at: number): TestService => {
  const service = services[at % services.length];
  if (service === undefined) throw new Error('No member.');
  return service;
};

async function decide(at: number, person: object, placement: string) {
  const { status, body } = await member(at).call('POST', '/v1/decisions', { person, placement });
  expect({ status, body }).toMatchObject({ status: 200 });
  return body;
}

/** Until every member knows the definition: within a second of the change. */
async function known(placement: string): Promise<void> {
  for (let at = 0; at < services.length; at++) {
    const deadline = Date.now() + 3_000;
    while (Date.now() < deadline) {
      const { status, body } = await member(at).call('POST', '/v1/decisions', { person: { probe: 'p' }, placement });
      if (status === 200 && body.candidates.length > 0) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function offer(id: string, definition: object): Promise<void> {
  await member(0).call('PUT', `/v1/placements/${id}`, {});
  await member(0).call('PUT', `/v1/offers/${id}`, { placements: [id], priority: 9, ...definition });
  await member(0).call('PUT', `/v1/offers/${id}-else`, { placements: [id], priority: 1 });
  await known(id);
}

const wins = (answers: readonly { offers: { offer: string }[] }[], id: string) =>
  answers.filter((answer) => answer.offers[0]?.offer === id);

describe('three processes', () => {
  it('give a hundred parallel requests exactly the three places of a cap', async () => {
    const id = 'per-person';
    await offer(id, { caps: [{ limit: 3, within: 'ever' }], eligibility: { not: { context: 'probe', exists: true } } });
    const answers = await Promise.all(Array.from({ length: 100 }, (_, at) => decide(at, { user_id: 'u' }, id)));
    expect(wins(answers, id).length).toBe(3);
    expect(wins(answers, `${id}-else`).length).toBe(97);
  });

  it('never exceed a total, over many people at once', async () => {
    const id = 'in-total';
    await offer(id, {
      caps: [
        { limit: 21, per: 'total', within: '1d' },
        { limit: 1, within: 'ever' },
      ],
    });
    const before = wins([await decide(0, { probe: 'p' }, id)], id).length; // the probe has had its one already
    expect(before).toBe(0);
    const people = Array.from({ length: 90 }, (_, at) => decide(at, { user_id: `u${at % 45}` }, id));
    const answers = await Promise.all(people);
    // A place that is given back may have been missed by others meanwhile; the next ones find it.
    let given = wins(answers, id).length;
    expect(given).toBeLessThanOrEqual(20);
    for (let at = 0; at < 10; at++) given += wins([await decide(at, { user_id: `late${at}` }, id)], id).length;
    expect(given).toBe(20);
  });

  it('lose nothing when people merge in the middle of it', async () => {
    const id = 'in-motion';
    await offer(id, { caps: [{ limit: 5, within: 'ever' }] });
    await member(0).publish([
      updated('p_1', { identifiers: [userId('one')] }),
      updated('p_2', { identifiers: [userId('two')] }),
    ]);
    await member(0).settle();
    const asked: ReturnType<typeof decide>[] = [];
    for (let at = 0; at < 60; at++) {
      asked.push(decide(at, { user_id: at % 2 === 0 ? 'one' : 'two' }, id));
      if (at === 20) {
        await member(0).publish([
          merged('p_1', 'p_2', '2026-03-02T00:00:00.000Z'),
          updated('p_1', { version: 2, identifiers: [userId('one'), userId('two')], records: ['r_1', 'r_2'] }),
          updated('p_2', { version: 2, mergedInto: 'p_1' }),
        ]);
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const answers = await Promise.all(asked);
    await member(0).settle();
    // Each of the two may have used five before the merge; after it, whoever asks finds at least what both used.
    expect(wins(answers, id).length).toBeLessThanOrEqual(10);
    for (let at = 0; at < 3; at++) {
      expect(wins([await decide(at, { profile: 'p_2' }, id)], id).length).toBe(0);
    }
  });
});
