import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { admit, classifyReceipt, decodeBody, isObject, parseInstant, shapeEvent } from './index.ts';
import { scan, writtenKeys, keptKeys } from './scan.ts';
import { repairTime } from './time.ts';
import { roundTo } from './mapping/round.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const decoded = (body: Uint8Array) => {
  const result = decodeBody(body);
  if (!result.ok) throw new Error(result.reason.code);
  return result;
};
const arrived = (payload: object, rest: object = {}) => ({
  source: 'web',
  receivedAt: Date.parse('2026-03-01T10:00:00.000Z'),
  imported: false,
  payload: { ...payload },
  ...rest,
});
const shaped = (payload: object, rest: object = {}) => {
  const result = shapeEvent(arrived(payload, rest));
  if (!result.ok) throw new Error(result.reason.detail);
  return result;
};
const page = { type: 'page', userId: 'ann' };

describe('decoding', () => {
  const events = fc.array(
    fc.dictionary(fc.string(), fc.jsonValue()).filter((event) => !('writeKey' in event)),
    { minLength: 1, maxLength: 6 },
  );

  it('gives the same events for a batch, an array and lines', () => {
    fc.assert(
      fc.property(events, (list) => {
        const plain: unknown = JSON.parse(JSON.stringify(list));
        const [batch, array] = [JSON.stringify({ batch: list }), JSON.stringify(list)];
        const lines = list.length > 1 ? list.map((event) => JSON.stringify(event)).join('\n') : array;
        for (const text of [batch, array, lines]) {
          expect(decoded(bytes(text)).items.map((item) => (item.ok ? item.event : item.reason))).toEqual(plain);
        }
      }),
    );
  });

  it('cuts out each item exactly as it was written', () => {
    fc.assert(
      fc.property(fc.array(fc.json(), { minLength: 1 }), (parts) => {
        const text = `{"x":[[1]], "batch" :[ ${parts.join(' ,\n')} ]}`;
        expect(scan(text).spans.map(({ start, end }) => text.slice(start, end))).toEqual(
          parts.map((part) => part.trim()),
        );
      }),
    );
  });

  it('counts the keys of any JSON as written and as kept alike', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        expect(writtenKeys(text)).toBe(keptKeys(JSON.parse(text)));
        expect(scan(text).duplicate).toBe('');
      }),
    );
  });

  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (body) => {
        const result = decodeBody(body);
        if (result.ok) for (const index of result.items.keys()) result.bytesOf(index);
      }),
    );
  });

  it('merges what a batch says into its events, and the bytes of one item tell it again', () => {
    const body = decoded(bytes('{"context":{"a":1,"b":1},"sentAt":"S","batch":[{"context":{"b":2}},{"sentAt":"T"}]}'));
    const events = body.items.map((item) => (item.ok ? item.event : undefined));
    expect(events).toEqual([
      { context: { a: 1, b: 2 }, sentAt: 'S' },
      { context: { a: 1, b: 1 }, sentAt: 'T' },
    ]);
    expect(decoded(body.bytesOf(0)).items[0]).toEqual({ ok: true, event: events[0] });
  });
});

describe('a batch that says something about all its events', () => {
  const one = '{"type":"page","userId":"u"}';
  const codes = (body: string) => {
    const result = decodeBody(bytes(body));
    return result.ok ? result.items.map((item) => (item.ok ? admit(arrived(item.event)) : item)) : [result];
  };

  it.each([
    ['a number beyond a double', '{"a":1e999}', 'NON_FINITE_NUMBER'],
    ['an integer that has lost digits', '{"a":9007199254740993}', 'UNSAFE_INTEGER'],
    ['a key of the language', '{"__proto__":1}', 'FORBIDDEN_KEY'],
    ['a hundred thousand levels', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 'TOO_DEEP'],
    ['no object', '"web"', 'INVALID_FIELD'],
  ])('is refused for %s, and again by the bytes that are kept', (_what, context, code) => {
    const body = `{"context":${context},"batch":[${one}]}`;
    expect(codes(body)).toMatchObject([{ ok: false, reason: { code } }]);
    const again = decoded(bytes(body)).bytesOf(0);
    expect(new TextDecoder().decode(again)).toBe(body);
  });

  it.each([
    ['in its context', `{"context":{"a":1,"a":2},"batch":[${one}]}`],
    ['by a second batch, behind an event with a key twice', `{"batch":[{"a":1,"a":2}],"batch":[${one}]}`],
  ])('is refused as a whole where it names a key twice %s', (_where, body) => {
    expect(codes(body)).toMatchObject([{ ok: false, reason: { code: 'DUPLICATE_KEY' } }]);
    expect(new TextDecoder().decode(decoded(bytes(body)).bytesOf(0))).toBe(body);
  });

  it('is refused before what it says is written into each of them', () => {
    const context = JSON.stringify(Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`k${index}`, 1])));
    const events = Array.from({ length: 100 }, () => '{"context":{}}').join(',');
    expect(codes(`{"context":${context},"writeKey":"k","batch":[${events}]}`)).toMatchObject([
      { ok: false, reason: { code: 'BATCH_TOO_LARGE' }, writeKey: 'k' },
    ]);
  });

  it.each([
    ['an array', `[${'1,'.repeat(2_500)}1]`],
    ['lines', `${one}\n`.repeat(2_501)],
    ['lines of arrays', `${one}\n${`[${'1,'.repeat(2_499)}1]\n`.repeat(2)}`],
  ])('has 2,500 events at most: %s', (_form, body) => {
    expect(codes(body)).toMatchObject([{ ok: false, reason: { code: 'TOO_MANY_EVENTS' } }]);
  });

  it('does not take an event for a batch because it has a member of that name', () => {
    const event = `{"type":"page","userId":"u","batch":[${one}],"timestamp":"never"}`;
    const body = decoded(bytes(`[${event}]`));
    expect(decoded(body.bytesOf(0)).items).toEqual(body.items);
  });
});

describe('time', () => {
  it('reads every instant that a date can write', () => {
    fc.assert(
      fc.property(
        fc.date({ noInvalidDate: true, min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z') }),
        (date) => {
          expect(parseInstant(date.toISOString())).toBe(date.getTime());
        },
      ),
    );
  });
  it.each([
    ['2024-02-29T00:00:00Z', true],
    ['2026-02-29T00:00:00Z', false],
    ['1900-02-29T00:00:00Z', false],
    ['2000-02-29T00:00:00Z', true],
    ['2026-03-01T10:00:00+14:00', true],
    ['2026-03-01 10:00:00Z', false],
    ['2016-12-31T23:59:60Z', true],
    ['2026-03-01T24:00:00Z', false],
    ['2026-03-01T10:00:00.123456Z', true],
    ['2026-03-01T10:00Z', false],
    ['0001-01-01T00:00:00Z', true],
    ['0000-12-31T23:59:59.999Z', false],
    ['0000-12-31T23:59:59-01:00', false],
    ['0001-01-01T00:00:00+00:01', false],
    ['9999-12-31T23:59:59-00:01', false],
  ])('%s exists: %s', (text, exists) => {
    expect(parseInstant(text) !== undefined).toBe(exists);
  });

  const [minute, day] = [60_000, 86_400_000];
  const times = (original: number | undefined, sentAt: number | undefined, imported = false) =>
    repairTime({ receivedAt: 100 * day, original, sentAt, imported });
  it('cancels the error of a client clock, however wrong it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: -50 * day, max: 50 * day }), fc.integer({ min: 0, max: day }), (skew, age) => {
        const { time, flags } = times(100 * day + skew - age, 100 * day + skew);
        expect(time).toBe(100 * day - age);
        expect(flags.includes('CLOCK_SKEW')).toBe(Math.abs(skew) > day);
      }),
    );
  });
  it('clamps what lies more than five minutes ahead, and says so', () => {
    expect(times(100 * day + 5 * minute, undefined)).toEqual({ time: 100 * day + 5 * minute, flags: [] });
    expect(times(100 * day + 5 * minute + 1, undefined)).toEqual({ time: 100 * day, flags: ['TIME_CLAMPED'] });
  });
  it('takes the time of arrival where there is no other, and leaves imports alone', () => {
    expect(times(undefined, 5).time).toBe(100 * day);
    expect(times(7, 99 * day, true)).toEqual({ time: 7, flags: [] });
  });
});

describe('shape', () => {
  it('takes ids from strongest to weakest; the record follows the strongest', () => {
    const { event } = shaped({
      ...{ type: 'identify', anonymousId: 'a', userId: 'u', traits: { phone: '+44 1', email: 'A@b.c' } },
      context: { device: { id: 'd' }, traits: { loyalty_id: 'l' } },
    });
    expect(event.identifiers.map(({ type }) => type)).toEqual([
      ...['user_id', 'loyalty_id', 'email', 'phone', 'device_id', 'anonymous_id'],
    ]);
    expect(event.record).toBe(shaped({ type: 'page', userId: 'u' }).event.record);
    expect(event.traits).toEqual({ loyalty_id: 'l', phone: '+44 1', email: 'A@b.c' });
  });
  it('shares records between all sources', () => {
    expect(shaped(page, { source: 'web' }).event.record).toBe(shaped(page, { source: 'app' }).event.record);
  });
  it('gives a retry the same id and fingerprint although it was sent later', () => {
    const [first, again] = ['2026-03-01T09:00:00Z', '2026-03-01T09:30:00Z'].map((sentAt) =>
      shaped({ ...page, sentAt }),
    );
    expect([again?.event.event, again?.fingerprint]).toEqual([first?.event.event, first?.fingerprint]);
  });
  it('keeps members that the wire format does not name, and loses none', () => {
    const { event } = shaped({ ...page, channel: 'mobile', integrations: { All: true }, context: { locale: 'en' } });
    expect(event.context).toEqual({ locale: 'en', wire: { channel: 'mobile', integrations: { All: true } } });
  });
  it('keeps the name that a call of its type is not called by', () => {
    const track = { ...page, type: 'track', event: 'Tea Poured', name: 'Tea' };
    expect(shaped(track).event).toMatchObject({ name: 'Tea Poured', context: { wire: { name: 'Tea' } } });
    expect(shaped({ ...page, event: 'Tea', name: null }).event.context).toEqual({ wire: { event: 'Tea' } });
    expect(shaped({ ...track, name: null }).event.context).toEqual({});
  });
  it('takes a number as an id and says so', () => {
    expect(shaped({ type: 'page', userId: 17 }).event).toMatchObject({
      identifiers: [{ type: 'user_id', value: '17' }],
      flags: ['ID_WAS_NUMBER', 'MESSAGE_ID_DERIVED'],
    });
  });
  it('describes a group by the traits of the call, its person by those of the context', () => {
    const { event } = shaped({
      ...page,
      type: 'group',
      groupId: 'g',
      traits: { email: 'info@g.example' },
      context: { traits: { email: 'ann@g.example' } },
    });
    expect([event.traits, event.identifiers[1]?.value]).toEqual([{ email: 'info@g.example' }, 'ann@g.example']);
  });
  it('flags an alias to oneself', () => {
    expect(shaped({ ...page, type: 'alias', previousId: 'ann' }).event.flags).toContain('ALIAS_TO_ITSELF');
  });
  it('agrees with the door: what one takes the other takes, into the same record', () => {
    const value = fc.oneof(fc.string(), fc.constant(null), fc.integer(), fc.dictionary(fc.string(), fc.jsonValue()));
    const names = ['type', 'userId', 'anonymousId', 'event', 'messageId', 'timestamp', 'properties', 'context'];
    const random = fc.record(Object.fromEntries(names.map((name) => [name, value])), { requiredKeys: [] });
    fc.assert(
      fc.property(random, fc.constantFrom('track', 'page', 'identify'), (rest, type) => {
        const input = arrived({ userId: 'u', ...rest, type });
        const [door, pipeline] = [admit(input), shapeEvent(input)];
        expect(door.ok).toBe(pipeline.ok);
        if (door.ok && pipeline.ok) expect(door.record).toBe(pipeline.event.record);
      }),
    );
    expect(isObject([])).toBe(false);
  });
});

describe('receipts', () => {
  const archived = { ...{ receivedId: 'r1', fingerprint: 'f1' }, id: shaped(page).event.event };
  it.each([
    ['first', undefined, 'r2', 'f2'],
    ['ours-again', archived, 'r1', 'f1'],
    ['duplicate', archived, 'r2', 'f1'],
    ['changed-duplicate', archived, 'r2', 'f2'],
  ])('%s', (kind, known, receivedId, fingerprint) => {
    expect(classifyReceipt({ receivedId, fingerprint }, known).kind).toBe(kind);
  });
});

describe('rounding', () => {
  it.each([
    [1.005, 1.01],
    [-1.005, -1.01],
    [2.675, 2.68],
    [0.1 + 0.2, 0.3],
    [-0.001, 0],
    [1e-9, 0],
    [955_338.929_999_999_9, 955_338.93],
  ])('%d is %d', (value, rounded) => {
    expect(roundTo(value, 2)).toBe(rounded);
  });
});
