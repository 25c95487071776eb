/** Sightings of beacons, black box: what becomes of them, what is refused and replayed, and that no visit is lost or doubled. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { topics } from '@tributary/contracts';
import { startService, testClock, type TestService } from '@tributary/testing';
import { ingestionService } from '../index.ts';

type Loose = any; // eslint-disable-line @typescript-eslint/no-explicit-any -- answers as they come

const clock = testClock('2026-03-01T10:00:00.000Z');
const uuid = 'e2c56db5dffb48d2b060d0f5a71096e0';
/** A whole advertisement of an iBeacon with major 1. */
const frame = (minor: number) => `02011a1aff4c000215${uuid}0001${minor.toString(16).padStart(4, '0')}c5`;
const at = (second: number) => new Date(Date.parse('2026-03-01T10:00:00.000Z') + second * 1_000).toISOString();
const sighting = (minor: number, second: number, rest: object = {}) => ({
  ...{ frame: frame(minor), rssi: -60, at: at(second), userId: 'ann', receiver: 'gate-1' },
  ...rest,
});

describe('the door for sightings', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService(ingestionService, { clock });
    const zones = ['shoes', 'hats', 'coats'].map((zone, index) => ({
      ...{ id: `leeds-${zone}`, store: 'leeds', zone, floor: '1' },
      ibeacon: { uuid, major: 1, minor: index + 1 },
    }));
    expect((await service.call('PUT', '/v1/beacons', { items: zones })).body).toEqual({ put: 3 });
  });
  afterAll(() => service.stop());

  const send = async (body: unknown, key = 'test-write-key') => {
    const answer = await fetch(`${service.url}/v1/sightings`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as Loose };
  };
  const visitsOf = async (id: string) => {
    await service.settle();
    const all = (await service.collect(topics.eventCollected)).flatMap(({ value }) => value ?? []);
    return all
      .filter(
        ({ name, identifiers }) => name?.startsWith('Zone ') === true && identifiers.some(({ value }) => value === id),
      )
      .sort((a, b) => (a.time < b.time ? -1 : 1));
  };
  /** Background work looks once in a second. */
  const eventually = async (id: string, count: number) => {
    for (let tries = 0; tries < 40 && (await visitsOf(id)).length < count; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    return visitsOf(id);
  };

  it('makes a visit of them, which ends when nothing more is seen', async () => {
    expect((await send(sighting(1, 0))).body).toEqual({ success: true, accepted: 1 });
    expect((await send([sighting(1, 5), sighting(1, 64.5)])).body).toEqual({ success: true, accepted: 2 });
    const [entered] = await visitsOf('ann');
    expect(entered).toMatchObject({
      ...{ type: 'track', name: 'Zone Entered', source: 'default', sender: 'server', time: at(5) },
      properties: {
        store: 'leeds',
        zone: 'shoes',
        floor: '1',
        beacon: 'leeds-shoes',
        nearness: 'near',
        receiver: 'gate-1',
      },
    });
    clock.set(Date.parse(at(64.5 + 60 + 29)));
    expect((await visitsOf('ann')).length).toBe(1);
    clock.set(Date.parse(at(64.5 + 60 + 30)));
    const [, left] = await eventually('ann', 2);
    expect(left).toMatchObject({
      ...{ name: 'Zone Left', time: at(64.5) },
      properties: { visit: entered?.properties['visit'], dwell_seconds: 59.5, entered_at: at(5), zone: 'shoes' },
    });
    const onLog = (await service.collect(topics.eventReceived)).filter(({ value }) => value?.door === 'beacon');
    expect(onLog.length).toBe(2);
  });

  it('makes the same of them when they come twice, and when a restart comes between', async () => {
    const stream = [sighting(2, 300, { userId: 'bob' }), sighting(2, 304, { userId: 'bob' })];
    clock.set(Date.parse(at(310)));
    await send(stream);
    await send(stream);
    await service.restart();
    await send(stream);
    expect((await visitsOf('bob')).map(({ name }) => name)).toEqual(['Zone Entered']);
    clock.set(Date.parse(at(500)));
    await eventually('bob', 2);
    await send(stream);
    expect((await visitsOf('bob')).map(({ name }) => name)).toEqual(['Zone Entered', 'Zone Left']);
  });

  it('knows a tag by its device, and a phone by whoever carries it', async () => {
    const tag = { userId: undefined, deviceId: 'tag-7', rssi: -40 };
    await send({ batch: [sighting(1, 500, tag), sighting(3, 500, { userId: 'cid', deviceId: 'phone-1', rssi: -40 })] });
    expect((await visitsOf('tag-7'))[0]).toMatchObject({
      context: { device: { id: 'tag-7' } },
      properties: { nearness: 'immediate' },
    });
    expect((await visitsOf('cid'))[0]?.identifiers).toEqual([
      { type: 'user_id', value: 'cid' },
      { type: 'device_id', value: 'phone-1' },
    ]);
  });

  it('moves nobody whom another source has seen', async () => {
    const { body } = await service.call('POST', '/v1/sources', { id: 'app', name: 'App', kind: 'client' });
    await send(sighting(1, 510, { userId: 'dan', rssi: -40 }));
    await send(sighting(2, 511, { userId: 'dan', rssi: -30 }), body.writeKey);
    const visits = await visitsOf('dan');
    expect(
      visits.map(({ source, sender, name, properties }) => [source, sender, name, properties['zone']]).sort(),
    ).toEqual([
      ['app', 'client', 'Zone Entered', 'hats'],
      ['default', 'server', 'Zone Entered', 'shoes'],
    ]);
  });

  it('refuses what is wrong, one by one, and keeps it', async () => {
    const answer = await send([
      sighting(1, 520, { userId: 'eve', rssi: -40 }),
      sighting(1, 520, { frame: '4c00021511' }),
      sighting(1, 520, { userId: '' }),
      sighting(1, 520, { userId: 'guest' }),
      sighting(1, 520, { rssi: 'loud' }),
      'no sighting',
    ]);
    expect([answer.status, answer.body.accepted]).toEqual([200, 1]);
    expect(answer.body.rejected.map(({ index, code, at: where }: Loose) => [index, code, where])).toEqual([
      [1, 'FRAME_MALFORMED', '/frame'],
      [2, 'MISSING_IDENTITY', undefined],
      [3, 'PLACEHOLDER_IDENTITY', undefined],
      [4, 'INVALID_FIELD', '/rssi'],
      [5, 'NOT_AN_OBJECT', undefined],
    ]);
    await service.settle();
    const { items } = (await service.call('GET', '/v1/rejections?code=FRAME_MALFORMED')).body;
    expect(items).toMatchObject([{ door: 'beacon', source: 'default', sample: expect.stringContaining('4c00021511') }]);
    expect((await visitsOf('eve')).length).toBe(1);
    expect((await send({ frame: 'x' }, 'nobody')).status).toBe(401);
  });

  it('keeps sightings of beacons that it does not know, and makes visits of them once it does', async () => {
    clock.set(Date.parse(at(620)));
    const unknown = [sighting(9, 600, { userId: 'fay' }), sighting(9, 606, { userId: 'fay' })];
    expect((await send(unknown[1])).body.rejected).toMatchObject([{ index: 0, code: 'UNKNOWN_BEACON' }]);
    // The later one has come first; and both come again, which changes nothing.
    await send(unknown);
    await service.settle();
    const open = async () => (await service.call('GET', '/v1/rejections?code=UNKNOWN_BEACON&state=open')).body.items;
    expect((await open()).length).toBe(2);
    const still = (await service.call('POST', '/v1/rejections/replay', { code: 'UNKNOWN_BEACON' })).body;
    expect([still.replayed, still.stillRejected.length]).toEqual([0, 2]);
    await service.call('PUT', '/v1/beacons/leeds-tills', {
      ...{ frame: frame(9), store: 'leeds', zone: 'tills', measuredPower: -59 },
    });
    const replay = (await service.call('POST', '/v1/rejections/replay', { code: 'UNKNOWN_BEACON' })).body;
    expect([replay.replayed, replay.stillRejected]).toEqual([2, []]);
    expect(await open()).toEqual([]);
    expect((await visitsOf('fay')).map(({ time, properties }) => [time, properties['zone']])).toEqual([
      [at(606), 'tills'],
    ]);
  });

  it('counts sightings by what became of them, and visits as the events that they are', async () => {
    const headers = { authorization: `Bearer ${service.secretKey}` };
    const metrics = await (await fetch(`${service.url}/metrics`, { headers })).text();
    expect(metrics).toMatch(/tributary_beacon_sightings_total\{outcome="applied"\} \d/);
    expect(metrics).toMatch(/tributary_beacon_sightings_total\{outcome="refused"\} \d/);
    const fates = [...metrics.matchAll(/tributary_ingestion_events_total\{source="default",fate="(\w+)"\} (\d+)/g)];
    const count = (name: string) => Number(fates.find(([, fate]) => fate === name)?.[2] ?? 0);
    // Since the restart: nothing is in flight.
    expect(count('acknowledged')).toBe(count('stored') + count('rejected') + count('duplicate'));
    expect(count('rejected')).toBeGreaterThan(0);
  });

  describe('and its registry', () => {
    const beacon = (rest: object = {}) => ({
      eddystone: { eid: '0123456789abcdef' },
      store: 'york',
      zone: 'door',
      ...rest,
    });

    it('says where beacons hang, page by page and by store', async () => {
      const put = await service.call('PUT', '/v1/beacons/york-door', beacon({ position: { x: 1, y: 2 } }));
      expect([put.status, put.body]).toMatchObject([
        200,
        {
          id: 'york-door',
          identity: { kind: 'eddystone-eid' },
          zone: { store: 'york', zone: 'door' },
          position: { x: 1, y: 2 },
        },
      ]);
      const first = (await service.call('GET', '/v1/beacons?limit=2')).body;
      const second = (await service.call('GET', `/v1/beacons?limit=500&after=${first.next}`)).body;
      const ids = [...first.items, ...second.items].map(({ id }: Loose) => id);
      expect([ids, second.next]).toEqual([
        ['leeds-coats', 'leeds-hats', 'leeds-shoes', 'leeds-tills', 'york-door'],
        null,
      ]);
      expect((await service.call('GET', '/v1/beacons?store=york')).body.items.length).toBe(1);
    });

    it('refuses what is wrong with everything that is wrong, and a beacon that hangs elsewhere', async () => {
      const wrong = await service.call('PUT', '/v1/beacons', { items: [beacon({ id: 'a b', store: '' }), 7] });
      expect([wrong.status, wrong.body.code, wrong.body.errors.map(({ at: where }: Loose) => where)]).toEqual([
        400,
        'BEACON_INVALID',
        ['/items/0/id', '/items/0/store', '/items/1'],
      ]);
      expect((await service.call('PUT', '/v1/beacons/other', beacon())).body.code).toBe('BEACON_TAKEN');
      const twice = await service.call('PUT', '/v1/beacons', { items: [beacon({ id: 'b' }), beacon({ id: 'b' })] });
      expect(twice.body.errors).toMatchObject([{ at: '/items/1/id' }]);
      expect((await service.call('GET', '/v1/beacons/b')).body.code).toBe('BEACON_NOT_FOUND');
    });

    it('changes none where one of many hangs elsewhere, or two are the same', async () => {
      const put = (...items: readonly object[]) => service.call('PUT', '/v1/beacons', { items });
      const numbered = (id: string, minor: number, zone = 'door') => {
        const ibeacon = { uuid: 'f7826da6-4fa2-4e98-8024-bc5b71e0893e', major: 7, minor };
        return { id, ibeacon, store: 'hull', zone };
      };
      const registered = async () =>
        (await service.call('GET', '/v1/beacons?store=hull')).body.items.map(
          ({ id, identity, zone }: Loose) => `${id} ${identity.minor} ${zone.zone}`,
        );
      await put(numbered('near', 1), numbered('far', 2));

      const elsewhere = await put(numbered('new', 3), numbered('near', 1, 'exit'), numbered('other', 2));
      expect([elsewhere.status, elsewhere.body.code, elsewhere.body.detail]).toEqual([
        409,
        'BEACON_TAKEN',
        'What other names is registered under another id; nothing was changed.',
      ]);
      const same = await put(numbered('near', 1, 'exit'), numbered('new', 3), numbered('other', 3));
      expect([same.status, same.body.errors]).toEqual([
        400,
        [{ at: '/items/2', message: 'It names the same beacon as new.' }],
      ]);
      expect(await registered()).toEqual(['far 2 door', 'near 1 door']);

      expect((await put(numbered('near', 1, 'exit'), numbered('new', 3))).body).toEqual({ put: 2 });
      expect(await registered()).toEqual(['far 2 door', 'near 1 exit', 'new 3 door']);
    });

    it('forgets', async () => {
      expect((await service.call('DELETE', '/v1/beacons/york-door')).status).toBe(204);
      expect((await service.call('DELETE', '/v1/beacons/york-door')).body.code).toBe('BEACON_NOT_FOUND');
    });
  });
});
