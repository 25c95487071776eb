import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { topics } from '@tributary/contracts';
import { compile, evaluate, featureFinder, foldActivity, parseRule } from '@tributary/domain-segmentation';
import { openEngines, readSettings, type Engines } from '@tributary/runtime';
import { createLogger } from '@tributary/telemetry';
import { startService, testClock, type TestService } from '@tributary/testing';
import { segmentationService } from './index.ts';
import { startArchive, type TestArchive } from './testing/archive.ts';
import { collected, order, resolved, updated, type Happening } from './testing/messages.ts';

const day = 86_400_000;
const start = Date.parse('2026-02-01');
const rules = {
  loyal: { did: order, count: { atLeast: 3 }, within: '30d' },
  spender: { did: order, sum: { of: 'total', atLeast: 100 }, within: '1mo', zone: 'Europe/Amsterdam' },
  lapsed: { all: [{ did: order }, { not: { did: order, within: '14d' } }] },
};

/** The same numbers in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

describe('three processes on one stream', () => {
  const clock = testClock(start);
  let archive: TestArchive;
  let engines: Engines[];
  let dataDir: string;
  let processes: TestService[];

  beforeEach(async () => {
    archive = await startArchive();
    dataDir = await mkdtemp(join(tmpdir(), 'tributary-three-'));
    const log = createLogger({ service: 'test', level: 'silent' });
    const common = { TRIBUTARY_DATA_DIR: dataDir, TRIBUTARY_PARTITIONS: '6', PORT: '0' };
    const env = { INGESTION_URL: archive.url, TRIBUTARY_PARTITIONS: '6' };
    processes = [];
    engines = [];
    for (let index = 0; index < 3; index += 1) {
      // Each with its own connection to one log; the first one's store serves all.
      const store = engines[0] === undefined ? {} : { MONGODB_URI: engines[0].storeUri };
      const own = await openEngines(readSettings({ ...common, ...store }), log);
      engines.push(own);
      processes.push(await startService(segmentationService, { clock, engines: own, env }));
    }
  });

  afterEach(async () => {
    await Promise.all(processes.map((process) => process.stop()));
    for (const own of engines.reverse()) await own.close();
    await archive.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('agree with a recomputation, though everything comes twice, in any order, while a segment is built and timers fire', async () => {
    const [first, second] = processes;
    if (first === undefined || second === undefined) throw new Error('There are no processes.');
    const random = numbers(7);
    const happenings = Array.from({ length: 400 }, (_nothing, index): Happening => {
      const record = `r_${Math.floor(random() * 60)}`;
      const time = new Date(start - Math.floor(random() * 60) * day).toISOString();
      return { id: `e${index}`, record, time, properties: { total: Math.floor(random() * 60) } };
    });
    const profileOf = (record: string): string => `p_${Number(record.slice(2)) % 40}`;
    const people = new Map<string, string[]>();
    for (let index = 0; index < 60; index += 1) {
      const profile = profileOf(`r_${index}`);
      people.set(profile, [...(people.get(profile) ?? []), `r_${index}`].sort());
    }
    archive.events.push(...happenings.map(collected));
    const snapshots = [...people].map(([profile, records]) => updated({ profile, version: 1, records }));
    const messages = ['', ':again'].flatMap((copy) =>
      happenings.map((one) => resolved(profileOf(one.record), one, copy)),
    );
    const shuffled = [...messages, ...snapshots].map((one) => ({ one, at: random() })).sort((a, b) => a.at - b.at);

    await first.call('POST', '/v1/segments', { id: 'loyal', name: 'Loyal', rule: rules.loyal });
    const half = Math.floor(shuffled.length / 2);
    await first.publish(shuffled.slice(0, half).map(({ one }) => one));
    await second.call('POST', '/v1/segments', { id: 'spender', name: 'Spender', rule: rules.spender });
    await second.call('POST', '/v1/segments', { id: 'lapsed', name: 'Lapsed', rule: rules.lapsed });
    await first.publish(shuffled.slice(half).map(({ one }) => one));
    await first.settle(60_000);
    await allLive(first);

    for (const now of [start, start + 10 * day, start + 45 * day]) {
      clock.set(now);
      for (const [id, json] of Object.entries(rules)) {
        const expected = [...people.keys()].filter((profile) =>
          holds(json, happenings, people.get(profile) ?? [], now),
        );
        expect(await membersOnce(first, id, expected.sort())).toEqual(expected);
      }
    }
    await expectEachChangeOnce(first);
  }, 120_000);
});

async function allLive(service: TestService): Promise<void> {
  for (let attempt = 0; attempt < 1200; attempt += 1) {
    const { body } = await service.call('GET', '/v1/segments');
    if (body.items.every((item: { status: string }) => item.status === 'live')) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

async function membersOnce(service: TestService, id: string, expected: readonly string[]): Promise<string[]> {
  let found: string[] = [];
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const { body } = await service.call('GET', `/v1/segments/${id}/members?limit=500`);
    found = body.items.map((item: { profile: string }) => item.profile);
    if (found.join() === expected.join()) break;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return found;
}

function holds(json: unknown, happenings: readonly Happening[], records: readonly string[], now: number): boolean {
  const parsed = parseRule(json);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  const rule = compile(parsed.rule);
  const own = happenings.filter(({ record }) => records.includes(record)).map(collected);
  return evaluate(rule, foldActivity({}, own, featureFinder(rule.features)).activity, {}, now).member;
}

/** Entered and left take turns, numbered without a gap; a copy of a message is the same message. */
async function expectEachChangeOnce(service: TestService): Promise<void> {
  const turns = new Map<string, string[]>();
  const seen = new Set<string>();
  for (const { id, value } of await service.collect(topics.segmentMembershipChanged)) {
    if (value === null || seen.has(id)) continue;
    seen.add(id);
    const key = `${value.profile} ${value.segment}`;
    turns.set(key, [...(turns.get(key) ?? []), `${value.sequence} ${value.change}`]);
  }
  expect(turns.size).toBeGreaterThan(0);
  for (const found of turns.values()) {
    expect(found).toEqual(found.map((_change, index) => `${index + 1} ${index % 2 === 0 ? 'entered' : 'left'}`));
  }
}
