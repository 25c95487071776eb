/**
 * Everything that is wrong, through every door of one river: it is refused by a reason that the reference names, never by a 5xx; it is kept as it
 * came; what stood beside it is stored; and what is odd but true is stored as it was sent, or flagged.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type EventCollected } from '@tributary/contracts';
import { startService, type TestService } from '@tributary/testing';
import { ingestionService } from '../index.ts';
import { type Answer, Doors, type Imported, type Kept } from '../testing/doors.ts';
import { type BadEvent, type Door, sound, verdictAt } from './case.ts';
import { dialectCases } from './dialect-cases.ts';
import { fileCases } from './file-cases.ts';
import { messageCases } from './message-cases.ts';
import { type OddEvent, oddCases } from './odd-cases.ts';
import { requestCases } from './request-cases.ts';
import { eventCases, everyCase } from './table.ts';
import { wireCases } from './wire-cases.ts';

const doorNames: readonly Door[] = ['http', 'file', 'kafka'];
const numbered = <T>(cases: readonly T[]) => cases.map((one, number) => ({ ...one, one, number }));
/** Letters of two bytes in every line, so that nobody takes the file for one of another encoding. */
const good = (messageId: string): string =>
  JSON.stringify({ ...sound, messageId, properties: { size: 'Größe für Zoë' } });
const isJson = (bytes: Buffer): boolean => {
  try {
    JSON.parse(bytes.toString('latin1'));
    return true;
  } catch {
    return false;
  }
};
/** What a file is refused for before its rows reach the door: the report has it, and nothing else. */
const ofTheFile = new Set(['NOT_JSON', 'NOT_AN_OBJECT', 'NOT_UTF8', 'DUPLICATE_KEY', 'RECORD_TOO_DEEP']);

let service: TestService;
let doors: Doors;
const answers = new Map<object | string, Answer>();
const imports = new Map<object | string, Imported>();
let kept: readonly Kept[] = [];
let stored: readonly EventCollected[] = [];
const storedById = new Map<string, EventCollected>();

const answerTo = (key: object | string): Answer => answers.get(key) ?? { status: 0, json: undefined };
const importOf = (key: object | string): Imported =>
  imports.get(key) ?? { accepted: 0, refused: [], code: 'NEVER_SENT' };
const keptAs = (bytes: Buffer | string, door?: Door): readonly string[] => {
  const wanted = Buffer.from(bytes).toString('base64');
  return kept.filter((one) => one.bytes === wanted && (!door || one.door === door)).map(({ code }) => code);
};

/** Some at once: the log makes durable what comes together in one go. */
async function forEach<T>(cases: readonly T[], send: (one: T, number: number) => Promise<unknown>): Promise<void> {
  const waiting = [...cases.entries()];
  const next = async (): Promise<void> => {
    for (let one = waiting.shift(); one; one = waiting.shift()) await send(one[1], one[0]);
  };
  await Promise.all(Array.from({ length: 12 }, next));
}

const sendEvents = (): Promise<void> =>
  forEach(eventCases, async (one, number) => {
    if (verdictAt('http', one) === 'none') return;
    answers.set(one, await doors.http({ body: one.bytes }));
    const [opens, separates, closes] = isJson(one.bytes) ? ['[', ',', ']'] : ['', '\n', ''];
    const [before, after] = [good(`http-before-${number}`), good(`http-after-${number}`)];
    const [opening, closing] = [`${opens}${before}${separates}`, `${separates}${after}${closes}`];
    const body = Buffer.concat([Buffer.from(opening), one.bytes, Buffer.from(closing)]);
    answers.set(one.what, await doors.http({ body }));
  });

/** The line of a case is twice its number, and two: before each stands a good one. */
async function importEvents(): Promise<void> {
  const lines = eventCases.flatMap((one, number) => [
    Buffer.from(`${good(`file-${number}`)}\n`),
    ...(verdictAt('file', one) === 'none' ? [] : [one.bytes]),
    Buffer.from('\n'),
  ]);
  imports.set('events', await doors.file(Buffer.concat(lines)));
}

const publishEvents = (): Promise<void> =>
  doors.kafka(
    eventCases.flatMap(({ bytes }, number) => [{ value: Buffer.from(good(`kafka-${number}`)) }, { value: bytes }]),
  );

async function sendOdd(): Promise<void> {
  const writtenFor = (door: Door) => oddCases.map(({ written }, number) => written(`odd-${door}-${number}`));
  answers.set('odd', await doors.http({ body: `[${writtenFor('http').join(',')}]` }));
  imports.set('odd', await doors.file(writtenFor('file').join('\n')));
  await doors.kafka(writtenFor('kafka').map((written) => ({ value: Buffer.from(written) })));
}

async function sendOthers(): Promise<void> {
  await forEach(requestCases, async (one) => answers.set(one, await doors.http(one)));
  await forEach(wireCases, async (one) => answers.set(one, await doors.wire(one.bytes)));
  await forEach(dialectCases, async (one, number) => {
    const key = await doors.source(`dialect-${number}`);
    const path = one.path.replace('test-write-key', key);
    const body = one.body(`dialect-good-${number}`).replace('test-write-key', key);
    answers.set(one, await doors.http({ path, body, headers: { authorization: '' } }));
  });
  await forEach(fileCases, async (one, number) => {
    const key = await doors.source(`file-${number}`);
    imports.set(one, await doors.file(one.content, { key, ...(one.mapping && { mapping: one.mapping }) }));
  });
  await doors.kafka(
    messageCases.flatMap(({ value, headers = {} }, number) => [
      { value: value === null ? null : Buffer.from(value), headers },
      { value: Buffer.from(good(`message-${number}`)) },
    ]),
  );
}

beforeAll(async () => {
  service = await startService(ingestionService);
  doors = new Doors(service);
  await sendEvents();
  await importEvents();
  await publishEvents();
  await sendOdd();
  await sendOthers();
  await service.settle(60_000);
  [kept, stored] = await Promise.all([doors.kept(), doors.stored()]);
  for (const event of stored) storedById.set(event.messageId, event);
}, 180_000);
afterAll(() => service.stop());

describe('an event that is wrong', () => {
  const at = (door: Door) => numbered(eventCases).filter(({ one }) => verdictAt(door, one) !== 'none');

  it.each(at('http'))('over HTTP, alone: $what is $code', ({ one, code }) => {
    const { status, json } = answerTo(one);
    const refusals = status === 200 ? json.rejected : [json];
    expect([status, refusals.length, refusals[0].code]).toEqual([code === 'NOT_JSON' ? 400 : 200, 1, code]);
    expect(refusals[0].fix).toMatch(/\.$/);
  });

  it.each(at('http'))('over HTTP, among others: $what is $code, and kept', ({ what, bytes, code, number }) => {
    const { status, json } = answerTo(what);
    const refused = [expect.objectContaining({ index: 1, code, fix: expect.stringMatching(/\.$/) })];
    expect({ status, ...json }).toEqual({ status: 200, success: true, accepted: 2, rejected: refused });
    expect([storedById.has(`http-before-${number}`), storedById.has(`http-after-${number}`)]).toEqual([true, true]);
    const codes = keptAs(bytes, 'http');
    expect([codes.length >= (code === 'NOT_JSON' ? 1 : 2), new Set(codes)]).toEqual([true, new Set([code])]);
  });

  it.each(at('file'))('in a file: $what', ({ one, number }) => {
    const verdict = verdictAt('file', one);
    const line = number * 2 + 2;
    const told = importOf('events').refused.filter((refused) => refused.startsWith(`${line} `));
    expect(told).toEqual(verdict === 'taken' ? [] : [`${line} ${verdict}`]);
    expect(storedById.has(`file-${number}`)).toBe(true);
    const isKept = verdict !== 'taken' && !ofTheFile.has(verdict);
    expect(keptAs(one.bytes, 'file')).toEqual(isKept ? [verdict] : []);
  });

  it.each(at('kafka'))('on the topic: $what is $code, and kept', ({ one, number }) => {
    expect(new Set(keptAs(one.bytes, 'kafka'))).toEqual(new Set([verdictAt('kafka', one)]));
    expect(storedById.has(`kafka-${number}`)).toBe(true);
  });
});

describe('an event that is odd and true', () => {
  const named = new Set([
    ...['type', 'category', 'messageId', 'userId', 'anonymousId', 'groupId', 'previousId'],
    ...['timestamp', 'originalTimestamp', 'sentAt', 'properties', 'traits', 'context'],
  ]);
  /** Only a track call is named by it. */
  const isNamed = (name: string, type: string): boolean => named.has(name) || (name === 'event' && type === 'track');
  const unnamed = (sent: { type: string }) =>
    Object.fromEntries(Object.entries(sent).filter(([name]) => !isNamed(name, sent.type)));
  const cases = numbered(oddCases).flatMap((one) => doorNames.map((door) => ({ ...one, door })));

  it('is taken by every door', () => {
    expect(answerTo('odd')).toEqual({ status: 200, json: { success: true, accepted: oddCases.length } });
    expect(importOf('odd')).toEqual({ accepted: oddCases.length, refused: [], code: undefined });
  });

  it.each(cases)('is stored as it was sent through $door: $what', ({ one, door, number }) => {
    const messageId = `odd-${door}-${number}`;
    const sent = JSON.parse(one.written(messageId));
    const event = storedById.get(messageId);
    const { wire, ...context } = event?.context ?? {};
    const { traits: ofPerson, ...sentContext } = sent.context ?? {};
    expect([event?.type, event?.name]).toEqual([sent.type, sent.type === 'track' ? sent.event : undefined]);
    expect(event?.properties).toEqual(sent.properties ?? {});
    expect(event?.traits).toEqual(sent.traits ?? ofPerson ?? {});
    expect([context, wire ?? {}]).toEqual([sentContext, unnamed(sent)]);
    expect([...(event?.flags ?? ['NEVER_STORED'])].sort()).toEqual(flagsAt(door, one));
  });

  const flagsAt = (door: Door, { flags, flagsOfFile = flags }: OddEvent) =>
    [...(door === 'file' ? flagsOfFile : flags)].sort();
});

describe('a request that is wrong', () => {
  it.each(numbered(requestCases))(
    'is answered $status $code: $what',
    ({ one, status, code, body, kept: bytes = body }) => {
      const { status: answered, json } = answerTo(one);
      const refusal = answered === 200 ? json?.rejected?.[0] : json;
      // A picture is no place for a reason: it is found where all are kept.
      if (refusal !== undefined)
        expect([answered, refusal.code, refusal.fix]).toEqual([status, code, expect.stringMatching(/\.$/)]);
      expect(answered).toBe(status);
      if (status === 200) expect(keptAs(bytes ?? '')).toContain(code);
    },
  );

  it.each(wireCases)('is answered $status $code on a connection that ends: $what', (one) => {
    const { status, json } = answerTo(one);
    expect([status, json?.code, json?.fix]).toEqual([one.status, one.code, expect.stringMatching(/\.$/)]);
  });
});

describe('a bad event in another dialect', () => {
  it.each(numbered(dialectCases))(
    'is kept as $code, and its client content: $what',
    ({ one, number, status, code }) => {
      const source = `dialect-${number}`;
      expect(answerTo(one).status).toBe(status);
      expect(kept.filter((rejection) => rejection.source === source).map((rejection) => rejection.code)).toEqual([
        code,
      ]);
      const beside = stored.filter((event) => event.source === source).map((event) => JSON.stringify(event));
      expect([beside.length, beside[0]?.includes(`dialect-good-${number}`)]).toEqual([1, true]);
    },
  );
});

describe('a file that is wrong', () => {
  it.each(numbered(fileCases))(
    'is refused by its place or as a whole: $what',
    ({ one, number, code, refused = [], accepted }) => {
      const told = importOf(one);
      expect({ code: told.code, refused: told.refused }).toEqual({ code, refused });
      const taken = stored.filter(({ source }) => source === `file-${number}`).length;
      expect(taken).toBe(accepted ?? taken);
    },
  );
});

describe('a message that is wrong', () => {
  it.each(numbered(messageCases))('is kept as $code: $what', ({ value, code, number }) => {
    expect(keptAs(value ?? '')).toContain(code);
    expect(storedById.has(`message-${number}`)).toBe(true);
  });
});

describe('all of it', () => {
  const reference = readFileSync(new URL('../../../../docs/reference/reasons.md', import.meta.url), 'utf8');
  const documented = [...reference.matchAll(/^\|.*`([A-Z\d_]+)` \|/gm)].map(([, code]) => code);

  it('is more than two hundred ways of being wrong, none of them twice', () => {
    expect(eventCases.length).toBeGreaterThanOrEqual(200);
    expect(everyCase.length).toBeGreaterThanOrEqual(400);
    expect(new Set(everyCase.map(({ what }) => what)).size).toBe(everyCase.length);
    expect(new Set(eventCases.map(({ bytes }: BadEvent) => bytes.toString('latin1'))).size).toBe(eventCases.length);
  });

  it('has reasons that the reference names', () => {
    const codes = [...kept, ...everyCase].map(({ code }) => code);
    expect([...new Set(codes)].filter((code) => code !== undefined && !documented.includes(code))).toEqual([]);
  });

  it.each<[string, string, object | undefined]>([
    ['GET', '/v1/sources/nobody/rules', undefined],
    ['PUT', '/v1/sources/default/rules', { rules: { plan: 7 } }],
    ['PUT', '/v1/beacons', { items: [7] }],
    ['PUT', '/v1/mqtt/subscriptions/tills', { filter: '#/#', source: 'default', carries: 'rows' }],
    ['GET', '/v1/bridges/nobody', undefined],
    ['POST', '/v1/imports', { source: 'nobody', name: 'orders.csv' }],
    ['GET', '/v1/imports/nobody', undefined],
    ['GET', '/v1/rejections?limit=none', undefined],
    ['GET', '/v1/rejections?after=none', undefined],
    ['GET', '/v1/events/nobody', undefined],
  ])('has reasons that the reference names beside the doors, too: %s %s', async (method, path, body) => {
    const answer = await service.call(method, path, body);
    expect([answer.status >= 400, answer.body.code]).toEqual([true, expect.stringMatching(/^[A-Z_]+$/)]);
    expect(documented).toContain(answer.body.code);
  });

  it('obeys the law of conservation: acknowledged = stored + rejected + suppressed + duplicate', async () => {
    const [acknowledged, fates] = await doors.balance();
    expect(acknowledged).toBeGreaterThan(1_000);
    expect(fates).toBe(acknowledged);
    expect([stored.length, kept.length]).toEqual([await doors.count('stored'), await doors.count('rejected')]);
  });
});
