/** A topic of somebody else, black box: refused, previewed, bridged, corrected, replayed, paused, and counted. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deadLetterTopic, topics } from '@tributary/contracts';
import { startService, type TestService } from '@tributary/testing';
import { ingestionService } from '../index.ts';

type Loose = any; // eslint-disable-line @typescript-eslint/no-explicit-any -- answers as they come

const topic = 'shop.orders';
const orders = {
  columns: {
    total: { type: 'number', required: true },
    at: { type: 'time', required: true },
    'buyer/id': { type: 'text', required: true },
  },
  events: [
    {
      type: 'track',
      when: { column: 'kind', oneOf: ['order', 'test'] },
      event: 'Order Completed',
      timestamp: '{at}',
      userId: '{buyer/id}',
      properties: { order_id: '{id}', revenue: '{total}', shop: '{$header/shop}' },
    },
  ],
};
const withComma = {
  ...orders,
  columns: { ...orders.columns, total: { type: 'number', decimal: ',', required: true } },
};
const withoutTests = { ...withComma, events: [{ ...orders.events[0], when: { column: 'kind', equals: 'order' } }] };
const order = (id: string, rest: object = {}) => ({
  ...{ kind: 'order', id, total: 5, at: '2026-03-01T10:00:00Z', buyer: { id: `buyer-${id}` } },
  ...rest,
});

describe('a bridge', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService(ingestionService);
    for (const [id, kind] of [
      ['shop', 'server'],
      ['web', 'client'],
    ]) {
      await service.call('POST', '/v1/sources', { id, name: id, kind });
    }
    await service.engine.ensureTopics([{ name: topic, partitions: 2, cleanup: 'delete' }]);
  });
  afterAll(() => service.stop());

  const write = (values: readonly (object | string | null)[], partition = 0) =>
    service.engine.append(
      values.map((value) => ({
        ...{ topic, partition, key: Buffer.from('k'), headers: { shop: 'leeds' }, timestamp: Date.UTC(2026, 2, 1) },
        value: value === null ? null : Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
      })),
    );
  const put = (name: string, body: object) =>
    service.call('PUT', `/v1/bridges/${name}`, { topic, source: 'shop', mapping: orders, ...body });
  const until = async (what: string, holds: () => Promise<boolean>): Promise<void> => {
    const deadline = Date.now() + 20_000;
    while (!(await holds())) {
      if (Date.now() > deadline) throw new Error(`Waited in vain: ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  };
  const stateOf = async (name: string): Promise<Loose> => (await service.call('GET', `/v1/bridges/${name}`)).body;
  const caughtUp = async (name: string): Promise<Loose> => {
    await until(`${name} has read everything`, async () => (await stateOf(name)).topics[0].lag === 0);
    await service.settle();
    return (await stateOf(name)).topics[0];
  };
  const collected = async (source = 'shop') => {
    await service.settle();
    return (await service.collect(topics.eventCollected)).flatMap(({ value }) =>
      value?.source === source ? [value] : [],
    );
  };
  const ids = async (source = 'shop') =>
    (await collected(source)).map(({ properties }) => properties['order_id']).toSorted();
  const rejections = async (code: string): Promise<Loose[]> =>
    (await service.call('GET', `/v1/rejections?code=${code}&state=open`)).body.items;
  const replay = async (code: string): Promise<Loose> => {
    const { body } = await service.call('POST', '/v1/rejections/replay', { code });
    await service.settle();
    return body;
  };

  it('is refused with everything that is wrong, at once', async () => {
    const wrong = await put('Orders!', {
      topic: 'event.collected.v1',
      source: 'nobody',
      mapping: { groupBy: 'id', events: [{ type: 'page' }] },
    });
    expect([wrong.status, wrong.body.code]).toEqual([400, 'BRIDGE_INVALID']);
    expect(wrong.body.errors.map(({ at }: Loose) => at)).toEqual([
      ...['/name', '/topic', '/mapping/events/0/timestamp', '/mapping/events/0', '/mapping/groupBy', '/source'],
    ]);
    for (const name of ['nobody.has.it', '__consumer_offsets', 'no name']) {
      expect((await put('orders', { topic: name })).body.errors.map(({ at }: Loose) => at)).toEqual(['/topic']);
    }
    expect((await service.call('GET', '/v1/bridges')).body.items).toEqual([]);
    expect((await service.call('GET', '/v1/bridges/orders')).body.code).toBe('BRIDGE_NOT_FOUND');
    expect((await service.call('DELETE', '/v1/bridges/orders')).status).toBe(404);
    expect((await service.call('POST', '/v1/bridges/preview', { topic: 'nobody.has.it' })).body.errors[0].at).toBe(
      '/topic',
    );
  });

  it('shows what a mapping makes of the last messages, and proposes one, before anything is taken in', async () => {
    await write([order('a'), order('b'), { kind: 'heartbeat' }, '{"kind":', null]);
    await write([order('c', { total: '7,50' })], 1);
    const shown = (await service.call('POST', '/v1/bridges/preview', { topic, mapping: orders })).body;
    expect(shown.proposal).toBeNull();
    const fates = shown.messages.map(({ partition, offset, outcome, reason }: Loose) => [
      partition,
      offset,
      outcome,
      reason?.code,
    ]);
    expect(fates.toSorted()).toEqual([
      [0, 0, 'taken', undefined],
      [0, 1, 'taken', undefined],
      [0, 2, 'left-out', undefined],
      [0, 3, 'rejected', 'NOT_JSON'],
      [0, 4, 'left-out', undefined],
      [1, 0, 'rejected', 'INVALID_ROW'],
    ]);
    const first = shown.messages.find(({ partition, offset }: Loose) => partition === 0 && offset === 0);
    expect(first).toMatchObject({
      attributes: { $key: 'k', '$header/shop': 'leeds', $timestamp: '2026-03-01T00:00:00.000Z' },
      rows: [{ id: 'a', buyer: { id: 'buyer-a' } }],
      events: [{ event: 'Order Completed', userId: 'buyer-a', properties: { shop: 'leeds' } }],
    });
    const proposed = (await service.call('POST', '/v1/bridges/preview', { topic })).body;
    expect(proposed.columns).toEqual(expect.arrayContaining(['kind', 'buyer/id', 'total']));
    expect(proposed.proposal.notes.length).toBeGreaterThan(3);
    const invalid = await service.call('POST', '/v1/bridges/preview', { topic, mapping: {} });
    expect(invalid.body.errors.map(({ at }: Loose) => at)).toEqual(['/mapping/events']);
    expect(await collected()).toEqual([]);
  });

  it('takes in what its mapping makes an event of, rejects what it cannot, and counts what it leaves out', async () => {
    expect((await put('orders', {})).status).toBe(200);
    expect(await caughtUp('orders')).toMatchObject({ topic, lag: 0, taken: 2, events: 2, rejected: 2, leftOut: 2 });
    expect(await ids()).toEqual(['a', 'b']);
    expect((await collected())[0]).toMatchObject({
      sender: 'server',
      messageId: expect.stringMatching(/^shop\.orders\/0\/\d\//),
    });
    const [unreadable] = await rejections('NOT_JSON');
    expect(unreadable).toMatchObject({
      ...{ door: 'bridge', source: 'shop', sample: '{"kind":' },
      bridged: { bridge: 'orders', topic, partition: 0, offset: 3, headers: { shop: 'leeds' } },
    });
    expect(await stateOf('orders')).toMatchObject({ state: 'running', trouble: null, from: 'beginning' });
  });

  it('replays what was rejected by the mapping of today, once, however often it is asked', async () => {
    await write([order('d', { total: '8,25' }), order('t', { kind: 'test', total: '1,5' })]);
    await caughtUp('orders');
    expect((await replay('INVALID_ROW')).stillRejected.length).toBe(3);
    await put('orders', { mapping: withoutTests });
    const replayed = await replay('INVALID_ROW');
    expect([replayed.replayed, replayed.leftOut, replayed.stillRejected]).toEqual([2, 1, []]);
    expect(await replay('INVALID_ROW')).toEqual({ replayed: 0, leftOut: 0, stillRejected: [] });
    expect(await ids()).toEqual(['a', 'b', 'c', 'd']);
    const found = (await collected()).find(({ properties }) => properties['order_id'] === 'd');
    expect(found).toMatchObject({ properties: { revenue: 8.25, shop: 'leeds' } });
    const [unreadable] = await rejections('NOT_JSON');
    const again = await service.call('POST', `/v1/rejections/${unreadable.rejection}/replay`);
    expect([again.body.outcome, again.body.reason.code]).toEqual(['still-rejected', 'NOT_JSON']);
  });

  it('goes on where it was after a restart, and follows a changed mapping without one', async () => {
    await write([order('e', { total: '9' })]);
    await caughtUp('orders');
    await service.restart();
    await write([order('f', { total: '10' })], 1);
    expect(await caughtUp('orders')).toMatchObject({ taken: 4 });
    await put('orders', { mapping: { ...withComma, events: [{ ...orders.events[0], event: 'Parcel Weighed' }] } });
    await write([order('g', { total: '11' })]);
    await caughtUp('orders');
    expect(await ids()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
    expect((await collected()).filter(({ name }) => name === 'Parcel Weighed').length).toBe(1);
  });

  it('reads nothing while it is paused, and goes on where it was', async () => {
    const pause = (paused: boolean) => service.call('PATCH', '/v1/bridges/orders', { paused });
    expect((await pause(true)).body).toMatchObject({ paused: true, state: 'paused' });
    await until('its group is left', async () => {
      await write([order(`p-${Date.now()}`, { total: '1' })]);
      const before = (await stateOf('orders')).topics[0].lag;
      await new Promise((resolve) => setTimeout(resolve, 100));
      return before > 0 && (await stateOf('orders')).topics[0].lag === before;
    });
    await pause(false);
    expect((await caughtUp('orders')).lag).toBe(0);
    expect((await service.call('PATCH', '/v1/bridges/none', { paused: true })).status).toBe(404);
  });

  it('begins at the end where it is told to, which is decided once; a client proves nothing', async () => {
    const begun = await put('late', { source: 'web', from: 'end' });
    expect(begun.body.topics[0]).toMatchObject({ lag: 0, taken: 0 });
    await write([order('z')]);
    expect(await caughtUp('late')).toMatchObject({ taken: 1 });
    expect(await ids('web')).toEqual(['z']);
    expect((await collected('web'))[0]?.sender).toBe('client');
    const elsewhere = await put('late', { source: 'web', from: 'beginning' });
    expect([elsewhere.status, elsewhere.body.code]).toEqual([409, 'BRIDGE_BEGUN']);
    expect((await put('late', { source: 'web' })).body.from).toBe('end');
    await caughtUp('orders');
  });

  it('says what keeps it from its topic, and goes on when that is over', async () => {
    await service.call('PATCH', '/v1/sources/web', { disabled: true });
    await until('it says so', async () => (await stateOf('late')).state === 'failing');
    expect((await stateOf('late')).trouble).toContain('web is disabled');
    await service.call('PATCH', '/v1/sources/web', { disabled: false });
    await until('it goes on', async () => (await stateOf('late')).state === 'running');
  });

  it('has what the rules of its source refuse replayed as the event that it had become', async () => {
    const rules = (unplanned: string) =>
      service.call('PUT', '/v1/sources/shop/rules', { rules: { plan: { events: [], unplanned } } });
    await rules('block');
    await write([order('r', { total: '3' })]);
    await caughtUp('orders');
    await until('it is kept', async () => (await rejections('PLAN_VIOLATION')).length > 0);
    const [refused] = await rejections('PLAN_VIOLATION');
    expect([refused.door, refused.bridged, refused.messageId]).toEqual([
      ...['bridge', undefined, expect.stringMatching(/^shop\.orders\/0\//)],
    ]);
    await rules('allow');
    expect((await replay('PLAN_VIOLATION')).replayed).toBe(1);
    expect(await ids()).toContain('r');
  });

  it('has a message that ended its process kept as a rejection, to be judged again', async () => {
    const value = Buffer.from(JSON.stringify(order('x', { total: '4' }))).toString('base64');
    const parked = {
      ...{ group: 'bridge.orders', topic, partition: 1, offset: 900, key: null, value, headers: { shop: 'hull' } },
      ...{ timestamp: Date.UTC(2026, 2, 1), at: '2026-03-01T10:00:00.000Z' },
      ...{ reason: 'KILLS_THE_PROCESS', detail: 'Three times in a row.' },
    };
    await service.publish([{ topic: deadLetterTopic('ingestion'), key: 'k', id: 'parked', value: parked }]);
    await until('it is kept', async () => (await rejections('KILLS_THE_PROCESS')).length > 0);
    const [kept] = await rejections('KILLS_THE_PROCESS');
    expect(kept).toMatchObject({
      ...{ door: 'bridge', source: 'shop', sender: 'server', receivedAt: parked.at },
      bridged: { bridge: 'orders', topic, partition: 1, offset: 900, headers: { shop: 'hull' } },
    });
    expect((await replay('KILLS_THE_PROCESS')).replayed).toBe(1);
    expect((await collected()).find(({ properties }) => properties['order_id'] === 'x')?.properties['shop']).toBe(
      'hull',
    );
  });

  it('is gone when it is removed; what waits for its mapping then says so', async () => {
    await write([order('w', { total: 'none' })]);
    await caughtUp('orders');
    expect((await service.call('DELETE', '/v1/bridges/orders')).status).toBe(204);
    expect((await service.call('GET', '/v1/bridges')).body.items.map(({ name }: Loose) => name)).toEqual(['late']);
    const { stillRejected } = await replay('INVALID_ROW');
    expect(stillRejected.map(({ reason }: Loose) => reason.code)).toContain('BRIDGE_NOT_FOUND');
  });

  it('obeys the conservation law: acknowledged = stored + rejected + duplicate', async () => {
    await caughtUp('late');
    await service.settle();
    const headers = { authorization: `Bearer ${service.secretKey}` };
    const text = await (await fetch(`${service.url}/metrics`, { headers })).text();
    const sum = (fate: string): number =>
      [...text.matchAll(new RegExp(`tributary_ingestion_events_total\\{[^}]*fate="${fate}"\\} (\\d+)`, 'g'))]
        .map(([, count]) => Number(count))
        .reduce((total, count) => total + count, 0);
    expect(text).toContain('tributary_bridge_state{bridge="late",state="running"} 1');
    expect(sum('acknowledged')).toBeGreaterThan(5);
    expect(sum('stored') + sum('rejected') + sum('duplicate')).toBe(sum('acknowledged'));
  });
});
