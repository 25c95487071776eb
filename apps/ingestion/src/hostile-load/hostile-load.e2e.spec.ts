/**
 * Load that is meant to do harm: it is refused by a reason, in bounded memory, and whoever means well is served meanwhile. Prints what memory each
 * takes beyond what was there: `node tools/jest.mjs apps/ingestion/src/hostile-load`.
 */
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startService, type TestService } from '@tributary/testing';
import { ingestionService } from '../index.ts';
import { deep, sound } from '../bad-input/case.ts';
import { Doors } from '../testing/doors.ts';
import { type Connection, drip, head, openMany, statusOf } from './connections.ts';
import { peakOf } from './memory.ts';

const key = 'test-write-key';
const event = (messageId: string): string => JSON.stringify({ ...sound, messageId });

const show = (what: string, megabytes: number): void => {
  process.stdout.write(`  ${what}: ${megabytes} MB\n`);
};

/** A door must not keep what it was told to for ever: the law of conservation holds behind every attack. */
const isBalanced = async (service: TestService, doors: Doors): Promise<void> => {
  await service.settle(60_000);
  const [acknowledged, fates] = await doors.balance();
  expect(fates).toBe(acknowledged);
};

describe('those who come slowly', () => {
  let service: TestService;
  let doors: Doors;
  let [served, taken] = [0, 0];
  let attackers: readonly Connection[] = [];
  beforeAll(async () => {
    service = await startService(ingestionService, {
      env: {
        ...{ TRIBUTARY_HEADERS_TIMEOUT_MS: '1500', TRIBUTARY_REQUEST_TIMEOUT_MS: '2500' },
        INGESTION_MAX_IN_FLIGHT_BYTES: '32000000',
      },
    });
    doors = new Doors(service);
  });
  afterEach(() => {
    for (const { socket } of attackers) socket.destroy();
  });
  afterAll(() => service.stop());

  /** Somebody who means well, again and again until the attack is over. */
  const serve = async (until: Promise<unknown>): Promise<readonly number[]> => {
    const statuses: number[] = [];
    const attack = { isOver: false };
    void until.finally(() => (attack.isOver = true));
    do {
      served += 1;
      const { status } = await doors.http({ path: '/v1/track', body: event(`served-${served}`) });
      if (status === 200) taken += 1;
      statuses.push(status);
    } while (!attack.isOver);
    return statuses;
  };
  const attack = (count: number): readonly Connection[] => (attackers = openMany(service.url, count));
  const over = () => Promise.all(attackers.map(({ closed }) => closed));

  it.each<[string, (one: Connection) => unknown]>([
    ['connect and say nothing', () => undefined],
    ['send their headers in drops', (one) => drip(one, head('/v1/batch', key, `X-Long: ${'x'.repeat(500)}`), 100)],
    ['stop within their headers', ({ socket }) => socket.write('POST /v1/batch HTTP/1.1\r\nHost: d')],
    [
      'send their bodies in drops',
      async (one) => {
        one.socket.write(head('/v1/batch', key, 'Content-Length: 500'));
        await drip(one, ' '.repeat(500), 100);
      },
    ],
    [
      'stop within their bodies',
      ({ socket }) => socket.write(`${head('/v1/batch', key, 'Content-Length: 500')}{"type"`),
    ],
  ])('are cut off when they %s, and the others are served meanwhile', async (_what, act) => {
    for (const one of attack(200)) void act(one);
    const statuses = await serve(over());
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(new Set(attackers.map(statusOf))).toEqual(new Set([408]));
  });

  it('are told to come again where they bring more than the door may hold, and the others are served meanwhile', async () => {
    const body = Buffer.alloc(4_900_000, 0x20); // 200 of them are a gigabyte
    const peak = await peakOf(async () => {
      for (const { socket } of attack(200)) {
        socket.write(head('/v1/batch', key, 'Content-Length: 5000000'));
        socket.write(body);
      }
      const statuses = await serve(over());
      expect(statuses.filter((status) => status !== 200 && status !== 429)).toEqual([]);
      expect(statuses).toContain(200);
    });
    expect(new Set(attackers.map(statusOf).filter((status) => status !== 0))).toEqual(new Set([408, 429]));
    expect(attackers.find((one) => statusOf(one) === 429)?.heard).toMatch(/retry-after: 1/i);
    show('200 bodies of 5 MB at once', peak);
    expect(peak).toBeLessThan(400);
  });

  it('cost none of the others an event', async () => {
    await isBalanced(service, doors);
    expect((await doors.stored()).filter(({ messageId }) => messageId.startsWith('served-')).length).toBe(taken);
  });
});

describe('those who send what grows', () => {
  let service: TestService;
  let doors: Doors;
  beforeAll(async () => {
    service = await startService(ingestionService);
    doors = new Doors(service);
  });
  afterAll(() => service.stop());

  const flood = Buffer.alloc(100_000_000, 0x20);
  it.each<[string, string, () => Buffer]>([
    ['gzip', 'gzip', () => gzipSync(flood)],
    ['deflate', 'deflate', () => deflateSync(flood)],
    ['brotli', 'br', () => brotliCompressSync(flood, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })],
    ['gzip that says nothing of it', 'identity', () => gzipSync(flood)],
  ])('get no bomb of %s inflated beyond what a body may have', async (what, encoding, pack) => {
    const bomb = pack();
    const peak = await peakOf(async () => {
      const bombs = Array.from({ length: 50 }, () =>
        doors.http({ headers: { 'content-encoding': encoding }, body: bomb }),
      );
      const answers = await Promise.all(bombs);
      expect(new Set(answers.map(({ status, json }) => `${status} ${json.code}`))).toEqual(
        new Set(['413 BODY_TOO_LARGE']),
      );
    });
    show(`50 bombs of ${what}`, peak);
    expect(peak).toBeLessThan(400);
  });

  const million = `{"type":"track","event":"Tea Poured","userId":"u-1","properties":{"a":${deep(1_000_000)}}}`;
  it('are refused with a million levels at every door, and what they sent is kept', async () => {
    const peak = await peakOf(async () => {
      expect((await doors.http({ body: million })).json.rejected).toMatchObject([{ index: 0, code: 'TOO_DEEP' }]);
      const around = await doors.http({ body: `{"context":{"a":${deep(1_000_000)}},"batch":[${event('deep')}]}` });
      expect(around.json.rejected).toMatchObject([{ index: 0, code: 'TOO_DEEP' }]);
      const imported = await doors.file(`${event('deep-before')}\n${million}\n${event('deep-after')}`);
      expect(imported).toMatchObject({ accepted: 2, refused: ['2 RECORD_TOO_DEEP'] });
      await doors.kafka([{ value: Buffer.from(million) }]);
      await service.settle();
    });
    const kept = (await doors.kept()).filter(({ code }) => code === 'TOO_DEEP');
    expect(kept.map(({ door }) => door).sort()).toEqual(['http', 'http', 'kafka']);
    expect(kept.filter(({ bytes }) => Buffer.from(bytes, 'base64').toString() === million).length).toBe(2);
    show('a million levels at every door', peak);
    expect(peak).toBeLessThan(600);
  });

  it.each<[string, string, () => string, string]>([
    ['five megabytes of events that are nothing', '/v1/batch', () => `[${'1,'.repeat(2_400_000)}1]`, 'TOO_MANY_EVENTS'],
    [
      'the same in the words of PostHog',
      '/batch/',
      () => `{"api_key":"${key}","batch":[${'1,'.repeat(2_400_000)}1]}`,
      'TOO_MANY_EVENTS',
    ],
    [
      'the same in the words of GA4',
      `/mp/collect?api_secret=${key}`,
      () => `{"client_id":"c","events":[${'1,'.repeat(2_400_000)}1]}`,
      'TOO_MANY_EVENTS',
    ],
    ['five megabytes of lines', '/v1/batch', () => `${event('line')}\n${'{}\n'.repeat(1_600_000)}`, 'TOO_MANY_EVENTS'],
    ['a context of 200,000 keys for 2,500 events', '/v1/batch', () => aboutAll('context', 'batch'), 'BATCH_TOO_LARGE'],
    [
      'an envelope of 200,000 keys for 2,500 events of PostHog',
      `/batch/?writeKey=${key}`,
      () => aboutAll('about', 'batch'),
      'BATCH_TOO_LARGE',
    ],
  ])('are refused before it does: %s', async (what, path, body, code) => {
    const sent = body();
    const peak = await peakOf(async () => {
      const answers = await Promise.all([1, 2, 3].map(() => doors.http({ path, body: sent })));
      expect(answers.map(({ status, json }) => [status, json.code])).toEqual([1, 2, 3].map(() => [413, code]));
    });
    show(what, peak);
    expect(peak).toBeLessThan(600);
  });
  const aboutAll = (name: string, list: string): string => {
    const about = Object.fromEntries(Array.from({ length: 200_000 }, (_, index) => [`k${index}`, 1]));
    return JSON.stringify({ [name]: about, [list]: Array.from({ length: 2_500 }, () => ({ context: {} })) });
  };

  it('leave nothing behind that nobody answers for', () => isBalanced(service, doors));
});
