/** The door for MQTT, black box: a broker, a service, and what arrives of what was published. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { topics } from '@tributary/contracts';
import { startService, type TestService } from '@tributary/testing';
import { ingestionService } from '../index.ts';
import { MqttBroker } from '../testing/mqtt-broker.ts';

type Loose = any; // eslint-disable-line @typescript-eslint/no-explicit-any -- answers as they come

const eventually = async <T>(look: () => Promise<T> | T, holds: (found: T) => boolean): Promise<T> => {
  for (let tries = 0; ; tries += 1) {
    const found = await look();
    if (holds(found) || tries === 100) return found;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
};

const mapping = {
  columns: { bon: 'integer', total: { type: 'number', required: true }, at: { type: 'time', required: true } },
  events: [
    {
      ...{ type: 'track', event: 'Order Completed', userId: '{customer}', timestamp: '{at}' },
      messageId: 'bon-{bon}',
      properties: { order_id: '{bon}', total: '{total}' },
    },
  ],
};

describe('the door for MQTT', () => {
  let broker: MqttBroker;
  let service: TestService;
  beforeAll(async () => {
    broker = await MqttBroker.start();
    const env = { INGESTION_MQTT_URL: broker.url, INGESTION_MQTT_PROTOCOL: '3.1.1' };
    service = await startService(ingestionService, { env });
    await service.call('POST', '/v1/sources', { id: 'tills', name: 'Tills' });
    for (const [name, rest] of [
      ['events', { carries: 'events' }],
      ['beacons', { carries: 'sightings' }],
      ['rows', { carries: 'rows', mapping }],
    ] as const) {
      const put = await subscribe(name, { filter: `shops/+/${name}`, source: 'tills', ...rest });
      expect(put).toMatchObject({ status: 200, body: { name, filter: `shops/+/${name}` } });
    }
    await eventually(
      () => broker.subscribed,
      (all) => new Set(all).size === 3,
    );
  });
  afterAll(async () => {
    await service.stop();
    await broker.stop();
  });

  const subscribe = (name: string, body: object) => service.call('PUT', `/v1/mqtt/subscriptions/${name}`, body);
  const archived = async (holds: (event: Loose) => boolean) => {
    await service.settle();
    return (await service.collect(topics.eventCollected)).flatMap(({ value }) =>
      value && holds(value) ? [value] : [],
    );
  };
  const arrived = (holds: (event: Loose) => boolean, count = 1) =>
    eventually(
      () => archived(holds),
      (found) => found.length >= count,
    );
  const named = (messageId: string) => (event: Loose) => event.messageId === messageId;
  const rejections = async (code: string) =>
    (await service.call('GET', `/v1/rejections?source=tills&code=${code}&state=open`)).body.items as Loose[];
  const track = (messageId: string) => ({ type: 'track', event: 'Product Viewed', userId: 'ann', messageId });

  it('takes events in, one, many, in a list or in lines', async () => {
    await broker.publish('shops/leeds/events', track('m-1'));
    await broker.publish('shops/leeds/events', [track('m-2'), track('m-3')]);
    await broker.publish('shops/york/events', { batch: [track('m-4')], context: { locale: 'en-GB' } });
    await broker.publish('shops/york/events', `${JSON.stringify(track('m-5'))}\n${JSON.stringify(track('m-6'))}`);
    const events = await arrived(({ messageId }) => /^m-\d$/.test(messageId), 6);
    expect(events.map(({ messageId }) => messageId).sort()).toEqual(['m-1', 'm-2', 'm-3', 'm-4', 'm-5', 'm-6']);
    expect(events.find(named('m-4'))).toMatchObject({
      source: 'tills',
      sender: 'server',
      context: { locale: 'en-GB' },
    });
    const onLog = await service.collect(topics.eventReceived);
    expect(onLog.find(({ value }) => value?.payload['messageId'] === 'm-1')?.value?.door).toBe('mqtt');
  });

  it('names what has no id after topic and payload, so that the same message again is the same event', async () => {
    const nameless = {
      type: 'track',
      event: 'Door Opened',
      anonymousId: 'door-1',
      timestamp: '2026-03-01T10:00:00.000Z',
    };
    await broker.publish('shops/leeds/events', nameless);
    await broker.publish('shops/leeds/events', nameless);
    await broker.publish('shops/york/events', nameless);
    await broker.publish('shops/york/events', track('after'));
    await arrived(named('after'));
    const events = await archived(({ name }) => name === 'Door Opened');
    expect(events.map(({ messageId }) => messageId)).toEqual([
      expect.stringMatching(/^mqtt-[0-9a-z]{26}-0$/),
      expect.stringMatching(/^mqtt-/),
    ]);
  });

  it('takes sightings of beacons in, which become visits', async () => {
    const eddystone = { namespace: '8b0ca750095477cb3e77', instance: '0000000004d2' };
    await service.call('PUT', '/v1/beacons/leeds-door', { eddystone, store: 'leeds', zone: 'door' });
    await broker.publish('shops/leeds/beacons', [{ eddystone, rssi: -40, deviceId: 'tag-1', receiver: 'gate-1' }]);
    const [visit] = await arrived(({ name }) => name === 'Zone Entered');
    expect(visit).toMatchObject({ source: 'tills', properties: { store: 'leeds', zone: 'door', receiver: 'gate-1' } });
  });

  it('makes events of rows by a mapping; a wrong row is kept, and taken in when the mapping is mended', async () => {
    const row = (bon: number, total: unknown) => ({ bon, total, customer: 'bob', at: '2026-03-01T10:00:00Z' });
    await broker.publish('shops/leeds/rows', [row(1, 12.5), row(2, 'a lot'), row(3, 7)]);
    const orders = await arrived(({ name }) => name === 'Order Completed', 2);
    expect(orders.map(({ messageId, properties }) => [messageId, properties['total']]).sort()).toEqual([
      ['bon-1', 12.5],
      ['bon-3', 7],
    ]);
    const [rejection] = await eventually(
      () => rejections('INVALID_ROW'),
      ({ length }) => length > 0,
    );
    expect(rejection).toMatchObject({
      door: 'mqtt',
      topic: 'shops/leeds/rows',
      sample: JSON.stringify(row(2, 'a lot')),
    });
    const replay = () => service.call('POST', `/v1/rejections/${rejection.rejection}/replay`);
    expect((await replay()).body.outcome).toBe('still-rejected');
    const mended = { ...mapping, columns: { ...mapping.columns, total: 'text' } };
    await subscribe('rows', { filter: 'shops/+/rows', source: 'tills', carries: 'rows', mapping: mended });
    expect((await replay()).body.outcome).toBe('replayed');
    expect((await arrived(named('bon-2')))[0]?.properties).toMatchObject({ total: 'a lot' });
  });

  it.each<[string, string, unknown, string]>([
    ['no JSON', 'shops/leeds/events', 'temperature=21', 'NOT_JSON'],
    ['no text', 'shops/leeds/rows', Buffer.from([0xff, 0xfe, 0x00]), 'NOT_UTF8'],
    ['no event', 'shops/leeds/events', { type: 'shout', userId: 'ann' }, 'UNKNOWN_TYPE'],
    ['nobody', 'shops/leeds/events', { type: 'track', event: 'X' }, 'MISSING_IDENTITY'],
    ['far too much', 'shops/leeds/events', 'x'.repeat(1_000_001), 'PAYLOAD_TOO_LARGE'],
    [
      'an unknown beacon',
      'shops/leeds/beacons',
      { eddystone: { eid: '0123456789abcdef' }, rssi: -40, userId: 'ann' },
      'UNKNOWN_BEACON',
    ],
  ])('keeps what it cannot take, with its bytes: %s', async (_what, topic, content, code) => {
    await broker.publish(topic, content);
    await broker.publish(topic, content);
    const found = await eventually(
      () => rejections(code),
      ({ length }) => length > 0,
    );
    await service.settle();
    expect(await rejections(code)).toMatchObject([{ door: 'mqtt', topic }]);
    const { bytes } = (await service.call('GET', `/v1/rejections/${found[0].rejection}`)).body;
    const sent = Buffer.isBuffer(content)
      ? content
      : Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
    expect(Buffer.from(bytes, 'base64').equals(sent.subarray(0, 1_000_000))).toBe(true);
  });

  it('loses nothing and doubles nothing when the broker is away for a while, or comes back without its memory', async () => {
    const series = (from: number, count: number) => Array.from({ length: count }, (_, n) => track(`s-${from + n}`));
    for (const event of series(0, 20)) await broker.publish('shops/leeds/events', event);
    await broker.goAway();
    for (const event of series(20, 20)) await broker.publish('shops/leeds/events', event);
    await broker.comeBack();
    for (const event of series(40, 20)) await broker.publish('shops/leeds/events', event);
    const isOne = ({ messageId }: Loose) => /^s-\d+$/.test(messageId);
    expect((await arrived(isOne, 60)).length).toBe(60);
    const before = broker.subscribed.length;
    await broker.forget();
    await eventually(
      () => broker.subscribed.length,
      (count) => count >= before + 3,
    );
    for (const event of series(60, 10)) await broker.publish('shops/leeds/events', event);
    expect((await arrived(isOne, 70)).length).toBe(70);
    expect((await archived(isOne)).length).toBe(70);
  });

  it('counts what it has taken, and says whether the broker is there', async () => {
    const headers = { authorization: `Bearer ${service.secretKey}` };
    const metrics = async () => (await fetch(`${service.url}/metrics`, { headers })).text();
    for (const outcome of ['taken', 'refused']) {
      expect(await metrics()).toContain(`tributary_mqtt_messages_total{subscription="events",outcome="${outcome}"}`);
    }
    expect(await metrics()).toContain('tributary_mqtt_connections{state="connected"} 1');
    await broker.goAway();
    await eventually(metrics, (text) => text.includes('tributary_mqtt_connections{state="away"} 1'));
    expect(await metrics()).toContain('tributary_mqtt_connections{state="away"} 1');
    expect((await fetch(`${service.url}/readyz`)).status).toBe(200);
    await broker.comeBack();
    await eventually(metrics, (text) => text.includes('tributary_mqtt_connections{state="connected"} 1'));
  });

  it('listens to what is asked for, and no more to what is not', async () => {
    const put = (name: string, body: object) => subscribe(name, { source: 'tills', carries: 'events', ...body });
    expect((await put('all', { filter: 'shops/#' })).body).toMatchObject({ status: 409, code: 'FILTERS_OVERLAP' });
    const wrong = await put('bad', { filter: 'a/#/b', source: 'nobody', carries: 'rows', mapping: { events: [] } });
    expect(wrong.body.errors.map(({ at }: Loose) => at)).toEqual(['/filter', '/mapping/events', '/source']);
    await put('doors', { filter: 'doors/1' });
    await eventually(
      () => broker.subscribed,
      (all) => all.includes('doors/1'),
    );
    await put('doors', { filter: 'doors/2' });
    await eventually(
      () => broker.unsubscribed,
      (all) => all.includes('doors/1'),
    );
    expect(broker.subscribed).toContain('doors/2');
    const list = (await service.call('GET', '/v1/mqtt/subscriptions')).body;
    expect(list.items.map(({ name }: Loose) => name)).toEqual(['beacons', 'doors', 'events', 'rows']);
    expect((await service.call('DELETE', '/v1/mqtt/subscriptions/doors')).status).toBe(204);
    await eventually(
      () => broker.unsubscribed,
      (all) => all.includes('doors/2'),
    );
    expect((await service.call('GET', '/v1/mqtt/subscriptions/doors')).body.code).toBe('SUBSCRIPTION_NOT_FOUND');
    await put('doors', { filter: 'doors/1' });
    await eventually(
      () => broker.subscribed.filter((filter) => filter === 'doors/1').length,
      (count) => count >= 2,
    );
    await broker.publish('doors/1', track('door-again'));
    expect((await arrived(named('door-again'))).length).toBe(1);
  });
});
