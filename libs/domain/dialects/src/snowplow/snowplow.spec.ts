import { describe, expect, it } from '@jest/globals';
import { decodeSnowplow } from './decode-snowplow.ts';

const receivedAt = Date.parse('2026-11-28T14:00:00.000Z');
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const iglu = (key: string, data: unknown) => ({ schema: `iglu:${key}/jsonschema/1-0-0`, data });
const entities = (...data: unknown[]) => iglu('com.snowplowanalytics.snowplow/contexts', data);
const described = (key: string, data: unknown) => ({
  e: 'ue',
  duid: 'd',
  ue_pr: JSON.stringify(iglu('com.snowplowanalytics.snowplow/unstruct_event', iglu(key, data))),
});
const shop = (name: string, data: unknown) => iglu(`com.snowplowanalytics.snowplow.ecommerce/${name}`, data);

function itemOf(parameters: object, writeKey?: string) {
  const body = decodeSnowplow({ query: { ...parameters }, bytes: new Uint8Array(), receivedAt, writeKey });
  if (!body.ok) throw new Error(body.reason.detail);
  return { item: body.items[0], body };
}

function eventOf(parameters: object, writeKey?: string) {
  const { item } = itemOf({ eid: 'm', ...parameters }, writeKey);
  if (!item?.ok) throw new Error(item?.reason.detail);
  return item.event;
}

describe('an event of Snowplow', () => {
  it.each([
    ['the site names the visitor', { duid: 'd', nuid: 'n', uid: 'u' }, { anonymousId: 'd', userId: 'u' }],
    ['only the collector does', { nuid: 'n' }, { anonymousId: 'n' }],
    ['blank is absent', { duid: ' ', tnuid: 't', uid: '' }, { anonymousId: 't' }],
    [
      'an app names its installation and its session',
      {
        co: JSON.stringify(
          entities(iglu('com.snowplowanalytics.snowplow/client_session', { userId: 'i', sessionId: 's' })),
        ),
      },
      { anonymousId: 'i', context: { sessionId: 's' } },
    ],
    ['a customer of the shop', { duid: 'd', cx: base64(entities(shop('user', { id: 'u' }))) }, { userId: 'u' }],
    [
      'a guest of the shop has no account',
      { duid: 'd', cx: base64(entities(shop('user', { id: 'g-1', is_guest: true }))) },
      { anonymousId: 'd', context: { traits: { is_guest: true } } },
    ],
  ])('is about whom it says: %s', (_who, parameters, expected) => {
    const { userId, anonymousId, context } = eventOf({ e: 'pv', ...parameters });
    expect({ userId, anonymousId, context }).toMatchObject(expected);
    if (!('userId' in expected)) expect(userId).toBeUndefined();
  });

  it.each([
    [
      'a reading of the clock is repaired by the time of sending',
      { dtm: '1795872952665', stm: '1795872953000' },
      [...['2026-11-28T13:35:52.665Z', '2026-11-28T13:35:53.000Z', undefined]],
    ],
    [
      'a time that is known stands',
      { dtm: '1795872952665', stm: '1795872953000', ttm: '1700000000000' },
      [...[undefined, undefined, '2023-11-14T22:13:20.000Z']],
    ],
  ])('happened when it says: %s', (_when, times, expected) => {
    const { originalTimestamp, sentAt, timestamp } = eventOf({ e: 'pv', duid: 'd', ...times });
    expect([originalTimestamp, sentAt, timestamp]).toEqual(expected);
  });

  it('is called as its schema is, where nothing else names it', () => {
    expect(eventOf(described('com.acme/viewed_offer', { offer: 7 }))).toMatchObject({
      type: 'track',
      event: 'viewed_offer',
      properties: { offer: 7 },
      context: { wire: { schema: 'iglu:com.acme/viewed_offer/jsonschema/1-0-0' } },
    });
    const click = { targetUrl: 'https://a.example/', elementContent: 'Go', elementTarget: '_blank' };
    expect(eventOf(described('com.snowplowanalytics.snowplow/link_click', click))).toMatchObject({
      event: 'Element Clicked',
      properties: { href: 'https://a.example/', element_text: 'Go', elementTarget: '_blank' },
    });
    expect(eventOf(described('com.acme/constructor', 7))).toMatchObject({
      event: 'constructor',
      properties: { data: 7 },
    });
  });

  it.each([
    ['one product', 'add_to_cart', [{ id: 'p' }], { product_id: 'p', value: 5 }],
    [
      'two products',
      'add_to_cart',
      [{ id: 'p' }, { id: 'q' }],
      { value: 5, products: [{ product_id: 'p' }, { product_id: 'q' }] },
    ],
    [
      'a product that says otherwise',
      'add_to_cart',
      [{ id: 'p', value: 1 }],
      { value: 5, products: [{ product_id: 'p', value: 1 }] },
    ],
    ['a list of one', 'list_view', [{ id: 'p' }], { value: 5, products: [{ product_id: 'p' }] }],
  ])('of a shop is about its entities: %s', (_what, type, products, properties) => {
    const action = described('com.snowplowanalytics.snowplow.ecommerce/snowplow_ecommerce_action', { type });
    const carts = [shop('cart', { total_value: 5 }), shop('cart', { total_value: 9 })];
    const cx = base64(entities(...products.map((product) => shop('product', product)), ...carts));
    const event = eventOf({ ...action, cx });
    expect([event['event'], event['properties']]).toEqual([`snowplow_ecommerce_action/${type}`, properties]);
    expect(event['context']).toMatchObject({ wire: { contexts: [carts[1]] } }); // the second cart is nobody's, and not lost
  });

  it.each([
    ['no kind', {}, 'UNKNOWN_TYPE', '/e'],
    ['an unknown kind', { e: 'toString' }, 'UNKNOWN_TYPE', '/e'],
    ['a kind twice', { e: ['pv', 'pv'] }, 'UNKNOWN_TYPE', '/e'],
    ['no data', { e: 'ue' }, 'MISSING_EVENT_NAME', '/ue_pr'],
    ['data that is not JSON', { e: 'ue', ue_pr: '{' }, 'NOT_JSON', '/ue_pr'],
    ['data that is not base64', { e: 'ue', ue_px: '%' }, 'NOT_JSON', '/ue_px'],
    ['data that names a key twice', { e: 'ue', ue_pr: '{"a":1,"a":2}' }, 'DUPLICATE_KEY', '/ue_pr'],
    ['entities that are not UTF-8', { e: 'pv', cx: Buffer.of(0x22, 0xff, 0x22).toString('base64') }, 'NOT_UTF8', '/cx'],
  ])('is refused with its bytes: %s', (_what, parameters, code, at) => {
    const { item, body } = itemOf(parameters);
    expect(item).toMatchObject({ ok: false, reason: { code, at } });
    expect(JSON.parse(new TextDecoder().decode(body.bytesOf(0)))).toEqual(parameters);
  });

  it('keeps what has no place of its own, and what is malformed, as it came', () => {
    const contexts = [7, { schema: 7 }];
    const event = eventOf({
      e: 'pv',
      duid: 'd',
      res: 'wide',
      tv: 'x',
      p: 'web',
      constructor: 'c',
      co: JSON.stringify(entities(...contexts)),
    });
    expect(event['context']).toEqual({
      wire: { dialect: 'snowplow', contexts, rest: { res: 'wide', tv: 'x', p: 'web', constructor: 'c' } },
    });
  });

  it('has its key in the id of its application, unless the key came otherwise: then that id names the app', () => {
    const parameters = { e: 'pv', duid: 'd', aid: 'shop' };
    expect(itemOf(parameters).body).toMatchObject({ writeKey: 'shop' });
    expect(JSON.stringify(eventOf(parameters))).not.toContain('"shop"');
    expect(itemOf(parameters, 'key').body).toMatchObject({ writeKey: undefined });
    expect(eventOf(parameters, 'key')['context']).toMatchObject({ app: { name: 'shop' } });
  });
});
