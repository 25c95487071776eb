import { describe, expect, it } from '@jest/globals';
import { beaconKey, readIdentity, readSighting } from './index.ts';

const receivedAt = Date.parse('2026-03-01T10:00:00.000Z');
const uuid = 'E2C56DB5-DFFB-48D2-B060-D0F5A71096E0';
const ibeacon = { uuid, major: 1, minor: 2 };
const sighting = { ibeacon, rssi: -60, userId: 'ann', at: '2026-03-01T09:59:58.500Z' };
const telemetryFrame = 'aafe20000bb81680000000640000232d';

describe('a sighting', () => {
  it('says which beacon, when, how strong, and who carries the receiver', () => {
    expect(readSighting({ ...sighting, receiver: 'gate-1', battery: 87 }, receivedAt)).toEqual({
      ok: true,
      sighting: {
        identity: { kind: 'ibeacon', uuid: uuid.toLowerCase(), major: 1, minor: 2 },
        measuredPower: undefined,
        rssi: -60,
        at: receivedAt - 1_500,
        carrier: { userId: 'ann' },
        notes: { receiver: 'gate-1', battery: 87 },
      },
    });
  });

  it('was seen when it came, where it does not say when', () => {
    const read = readSighting({ ...sighting, at: null }, receivedAt);
    expect(read.ok && read.sighting.at).toBe(receivedAt);
  });

  it('may bring telemetry beside the name of the beacon', () => {
    const read = readSighting({ ...sighting, frame: telemetryFrame }, receivedAt);
    expect(read.ok && read.sighting.notes).toEqual({ battery_millivolts: 3000, celsius: 22.5 });
  });

  it.each<[string, object, string, string | undefined]>([
    ['no beacon', { ibeacon: undefined }, 'BEACON_NOT_NAMED', undefined],
    ['telemetry alone', { ibeacon: undefined, frame: telemetryFrame }, 'FRAME_WITHOUT_ID', '/frame'],
    ['a frame that is no text', { frame: 7 }, 'FRAME_NOT_HEX', '/frame'],
    ['a broken frame', { frame: '4c000215' }, 'FRAME_MALFORMED', '/frame'],
    ['an iBeacon that is no object', { ibeacon: 'x' }, 'INVALID_FIELD', '/ibeacon'],
    ['no UUID', { ibeacon: { ...ibeacon, uuid: 'x' } }, 'INVALID_FIELD', '/ibeacon/uuid'],
    ['a major that is none', { ibeacon: { ...ibeacon, major: 65_536 } }, 'INVALID_FIELD', '/ibeacon/major'],
    ['a minor that is none', { ibeacon: { ...ibeacon, minor: 1.5 } }, 'INVALID_FIELD', '/ibeacon/minor'],
    [
      'a measured power that is none',
      { ibeacon: { ...ibeacon, measuredPower: 99 } },
      'INVALID_FIELD',
      '/ibeacon/measuredPower',
    ],
    [
      'a namespace that is none',
      { ibeacon: null, eddystone: { namespace: 'ab' } },
      'INVALID_FIELD',
      '/eddystone/namespace',
    ],
    ['no rssi', { rssi: undefined }, 'INVALID_FIELD', '/rssi'],
    ['an rssi that is none', { rssi: 127 }, 'INVALID_FIELD', '/rssi'],
    ['nobody', { userId: '' }, 'MISSING_IDENTITY', undefined],
    ['an id that is none', { userId: ['ann'] }, 'INVALID_FIELD', '/userId'],
    ['a day that does not exist', { at: '2026-02-30T10:00:00Z' }, 'INVALID_TIMESTAMP', '/at'],
    ['a moment to come', { at: '2026-03-01T10:05:01Z' }, 'INVALID_TIMESTAMP', '/at'],
    ['a receiver that is none', { receiver: {} }, 'INVALID_FIELD', '/receiver'],
    ['a battery that is none', { battery: 'full' }, 'INVALID_FIELD', '/battery'],
  ])('is refused with %s', (_what, change, code, at) => {
    const read = readSighting({ ...sighting, ...change }, receivedAt);
    expect(read).toMatchObject({ ok: false, reason: { code } });
    expect(read.ok ? undefined : read.reason.at).toBe(at);
  });
});

describe('a beacon', () => {
  it.each<[string, object, object, string]>([
    [
      'an iBeacon',
      { frame: `4c000215${uuid.replaceAll('-', '')}00010002c5` },
      { ibeacon: { uuid: uuid.replaceAll('-', ''), major: '1', minor: '2' } },
      `ibeacon/${uuid.toLowerCase()}/1/2`,
    ],
    [
      'a UID',
      { frame: 'aafe00ee8b0ca750095477cb3e770000000004d20000' },
      { eddystone: { namespace: '8B0CA750095477CB3E77', instance: '0x0000000004D2' } },
      'eddystone-uid/8b0ca750095477cb3e77/0000000004d2',
    ],
    [
      'a URL',
      { frame: 'aafe10eb0361620700' },
      { eddystone: { url: 'https://ab.com.com/' } },
      'eddystone-url/https://ab.com.com/',
    ],
    [
      'an EID',
      { frame: 'aafe30e70123456789abcdef' },
      { eddystone: { eid: '0123456789ABCDEF' } },
      'eddystone-eid/0123456789abcdef',
    ],
  ])('is the same however it is written: %s', (_what, frame, members, key) => {
    for (const json of [frame, members]) {
      const named = readIdentity({ ...json });
      expect('code' in named ? named : beaconKey(named.identity)).toBe(key);
    }
  });

  it('states its power at one metre, which Eddystone states at none', () => {
    const eddystone = { namespace: '8b0ca750095477cb3e77', instance: '0000000004d2', txPower: -18 };
    expect(readIdentity({ eddystone })).toMatchObject({ measuredPower: -59 });
    expect(readIdentity({ ibeacon: { ...ibeacon, measuredPower: -61 } })).toMatchObject({ measuredPower: -61 });
  });
});
