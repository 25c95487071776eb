import { describe, expect, it } from '@jest/globals';
import { admit } from '@tributary/domain-collection';
import { decodeGa4 } from './decode-ga4.ts';
import { ga4Validation } from './validation.ts';

const receivedAt = Date.parse('2026-11-28T14:00:00.000Z');
const decoded = (body: object | string) =>
  decodeGa4({
    query: { measurement_id: 'G-1', api_secret: 'key' },
    bytes: new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body)),
    receivedAt,
  });

function eventOf(event: object, body: object = {}) {
  const result = decoded({ client_id: 'c', ...body, events: [event] });
  const item = result.ok ? result.items[0] : undefined;
  if (!item?.ok) throw new Error('refused');
  return item.event;
}

describe('an event of the Measurement Protocol', () => {
  it('happened when it says, else when its body does, else when it came', () => {
    const at = (micros: number) => ({ timestamp_micros: micros });
    const [early, late] = [1795872000123456, 1795872001000000];
    expect(eventOf({ name: 'x', ...at(late) }, at(early))['timestamp']).toBe('2026-11-28T13:20:01.000Z');
    expect(eventOf({ name: 'x' }, at(early))['timestamp']).toBe('2026-11-28T13:20:00.123Z');
    expect(eventOf({ name: 'x' })['timestamp']).toBe('2026-11-28T14:00:00.000Z');
    expect(eventOf({ name: 'x', timestamp_micros: 'soon' })['timestamp']).toBe('soon'); // refused by name, not guessed
  });

  it.each([
    [-5, '-5'],
    [-1795872000123456, '-1795872000123456'],
    ['-5', '-5'],
    [0, '1970-01-01T00:00:00.000Z'],
    ['1795872000123456', '2026-11-28T13:20:00.123Z'],
  ])(
    'says of %p microseconds: %s, so that what is no time is refused as it was sent',
    (timestamp_micros, timestamp) => {
      expect(eventOf({ name: 'x', timestamp_micros })['timestamp']).toBe(timestamp);
    },
  );

  it.each([
    [
      'page_view',
      { page_location: 'https://a.example/p?q=1', page_title: 'P', own: 1 },
      'page',
      undefined,
      {
        ...{ url: 'https://a.example/p?q=1', title: 'P', path: '/p', search: '?q=1', own: 1 },
      },
    ],
    [
      'screen_view',
      { screen_name: 'Cart', firebase_screen_class: 'C' },
      'screen',
      'Cart',
      { firebase_screen_class: 'C' },
    ],
    [
      'purchase',
      { transaction_id: 'o', page_location: 'https://a.example/' },
      'track',
      'purchase',
      { transaction_id: 'o' },
    ],
  ])('%s is of its type', (name, params, type, called, properties) => {
    const event = eventOf({ name, params });
    expect([event['type'], event['event'] ?? event['name'], event['properties']]).toEqual([type, called, properties]);
  });

  it('has its key in the address, which is no part of it', () => {
    const body = decoded({ client_id: 'c', events: [{ name: 'x' }] });
    expect(body).toMatchObject({ ok: true, writeKey: 'key' });
    expect(JSON.stringify(body)).toContain('"measurement_id":"G-1"');
    expect(JSON.stringify(eventOf({ name: 'x' }))).not.toContain('"key"');
  });

  it('keeps what has no place of its own', () => {
    const body = {
      user_data: { sha256_email_address: 'h' },
      consent: { ad_user_data: 'MAYBE' },
      user_properties: { plan: 'pro' },
    };
    expect(eventOf({ name: 'x', params: 'none', more: 1 }, body)).toMatchObject({
      context: {
        traits: { plan: 'pro' },
        consent: { categoryPreferences: { ad_user_data: 'MAYBE' } },
        wire: { envelope: { user_data: { sha256_email_address: 'h' } }, members: { more: 1, params: 'none' } },
      },
    });
  });
});

describe('the validation of GA4', () => {
  const judge = (payload: Record<string, unknown>) => {
    const admission = admit({ source: 's', receivedAt, imported: false, payload });
    return admission.ok ? undefined : admission.reason;
  };
  const messagesOf = (body: object | string) =>
    ga4Validation(decoded(body), judge).validationMessages.map(({ fieldPath, validationCode }) => [
      fieldPath,
      validationCode,
    ]);

  it('has nothing to say of a request that would be taken in', () => {
    expect(ga4Validation(decoded({ client_id: 'c', events: [{ name: 'x' }] }), judge)).toEqual({
      validationMessages: [],
    });
  });

  it.each([
    ['no client', { events: [{ name: 'x' }] }, ['client_id', 'VALUE_REQUIRED']],
    ['no name', { client_id: 'c', events: [{ name: 'x' }, {}] }, ['events[1].name', 'VALUE_REQUIRED']],
    [
      'a time that is none',
      { client_id: 'c', events: [{ name: 'x', timestamp_micros: 'soon' }] },
      [...['events[0].timestamp_micros', 'VALUE_INVALID']],
    ],
    ['events that are none', { client_id: 'c', events: 7 }, ['events', 'VALUE_INVALID']],
    ['an event that is none', { client_id: 'c', events: [7] }, ['events[0]', 'VALUE_INVALID']],
    [
      'a forbidden key',
      '{"client_id":"c","events":[{"name":"x","params":{"a":{"constructor":1}}}]}',
      [...['events[0].params.a.constructor', 'NAME_INVALID']],
    ],
    ['no JSON', 'no', [undefined, 'VALUE_INVALID']],
  ])('names %s', (_what, body, message) => {
    expect(messagesOf(body)).toEqual([message]);
  });
});
