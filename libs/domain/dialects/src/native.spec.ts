/** Segment and RudderStack speak the wire format itself: what their clients sent is taken as it is. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { decodeBody, eventTypes, shapeEvent } from '@tributary/domain-collection';
import { dialectRoutes, rudderstackSourceConfig, segmentSettings } from './index.ts';

const receivedAt = Date.parse('2026-11-28T14:00:00.000Z');

function shapedFrom(file: string) {
  const { requests } = JSON.parse(readFileSync(new URL(`../fixtures/${file}.json`, import.meta.url), 'utf8'));
  return requests.flatMap((request: { path: string; body: unknown }) => {
    const route = eventTypes.find((type) => request.path === `/v1/${type}` || request.path === `/v1/${type.charAt(0)}`);
    const body = decodeBody(new TextEncoder().encode(JSON.stringify(request.body)), route);
    if (!body.ok) throw new Error(body.reason.detail);
    return body.items.map((item) => {
      if (!item.ok) throw new Error(item.reason.detail);
      const shape = shapeEvent({ source: 'shop', receivedAt, imported: false, sender: 'client', payload: item.event });
      if (!shape.ok) throw new Error(shape.reason.detail);
      return shape.event;
    });
  });
}

const told = (file: string) =>
  shapedFrom(file).map(({ type, name, identifiers, traits, flags }: ReturnType<typeof shapedFrom>[number]) => [
    ...[type, name, identifiers.map((one: { type: string }) => one.type).join(' '), Object.keys(traits).join(' ')],
    flags.join(' '),
  ]);

describe('native clients', () => {
  it.each([
    [
      'segment-node',
      [
        ['identify', undefined, 'user_id email', 'email', ''],
        ['track', 'Order Completed', 'user_id', '', ''],
        ['page', 'Home', 'anonymous_id', '', ''],
        ['alias', undefined, 'user_id previous_id', '', ''],
        ['group', undefined, 'user_id', 'name', ''],
      ],
    ],
    [
      'segment-browser', // null where there is no login yet
      [
        ['page', undefined, 'anonymous_id', '', ''],
        ['identify', undefined, 'user_id email anonymous_id', 'email', ''],
        ['track', 'Order Completed', 'user_id anonymous_id', '', ''],
        ['group', undefined, 'user_id anonymous_id', 'name', ''],
        ['alias', undefined, 'user_id anonymous_id previous_id', '', 'ALIAS_TO_ITSELF'], // the SDK overwrites the new id
      ],
    ],
    [
      'segment-react-native', // the id of the device is one of its vendor's apps
      [
        ['track', 'Application Installed', 'device_id anonymous_id', '', ''],
        ['track', 'Application Opened', 'device_id anonymous_id', '', ''],
        ['screen', 'Home', 'device_id anonymous_id', '', ''],
        ['identify', undefined, 'user_id email device_id anonymous_id', 'email', ''],
        ['track', 'Order Completed', 'user_id device_id anonymous_id', '', ''],
        ['group', undefined, 'user_id device_id anonymous_id', 'name', ''],
        ['alias', undefined, 'user_id device_id anonymous_id previous_id', '', ''],
      ],
    ],
    [
      'rudderstack-node',
      [
        ['identify', undefined, 'user_id email', 'email', ''],
        ['track', 'Order Completed', 'user_id', '', ''],
        ['page', 'Home', 'anonymous_id', '', ''],
        ['alias', undefined, 'user_id previous_id', '', ''],
        ['group', undefined, 'user_id', 'name', ''],
        ['screen', 'Cart', 'user_id', '', ''],
      ],
    ],
    [
      'rudderstack-browser', // traits stand in the context, with every call
      [
        ['group', undefined, 'user_id email anonymous_id', 'name', ''],
        ['page', undefined, 'anonymous_id', '', ''], // the login is the empty text
        ['alias', undefined, 'user_id email anonymous_id previous_id', 'email', ''],
        ['identify', undefined, 'user_id email anonymous_id', 'email', ''],
        ['track', 'Order Completed', 'user_id email anonymous_id', 'email', ''],
      ],
    ],
    [
      'rudderstack-browser-beacon',
      [
        ['page', undefined, 'anonymous_id', '', ''],
        ['identify', undefined, 'user_id email anonymous_id', 'email', ''],
        ['track', 'Order Completed', 'user_id email anonymous_id', 'email', ''],
      ],
    ],
  ])('%s is understood', (file, events) => {
    expect(told(file)).toEqual(events);
  });

  it('keeps what RudderStack adds to the wire format', () => {
    const [event] = shapedFrom('rudderstack-browser-beacon');
    expect(event.context).toMatchObject({
      sessionId: expect.any(Number),
      wire: { channel: 'web', integrations: { All: true } },
    });
  });

  it('answers what the browser SDKs ask before they send', () => {
    expect(segmentSettings({ writeKey: 'k', host: 'cdp.shop.example', protocol: 'https' })).toMatchObject({
      integrations: { 'Segment.io': { apiKey: 'k', apiHost: 'cdp.shop.example/v1', protocol: 'https' } },
      plan: { track: { __default: { enabled: true } } },
      metrics: { sampleRate: 0 },
    });
    const asked = { id: 's', name: 'Shop', writeKey: 'k', updatedAt: '2026-11-28T14:00:00.000Z' };
    expect(rudderstackSourceConfig(asked)).toMatchObject({
      source: { id: 's', writeKey: 'k', enabled: true, config: {}, destinations: [] },
    });
    expect(dialectRoutes.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        ...['/v1/projects/:key/settings', '/sourceConfig/', '/sourceConfig', '/beacon/v1/batch', '/v1/pixel/:type'],
      ]),
    );
  });
});

describe('the routes', () => {
  it('are each there once', () => {
    const names = dialectRoutes.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(names).size).toBe(names.length);
  });

  it('show a picture where the answer is shown as one', () => {
    const pictures = dialectRoutes.filter(({ answer }) => answer.contentType === 'image/gif');
    expect(pictures.map(({ path }) => path)).toEqual(['/i', '/v1/pixel/:type']);
    for (const { answer } of pictures) {
      const bytes = answer.body instanceof Uint8Array ? answer.body : new Uint8Array();
      expect([new TextDecoder().decode(bytes.subarray(0, 6)), bytes.at(-1)]).toEqual(['GIF89a', 0x3b]);
    }
  });
});
