import { describe, expect, it } from '@jest/globals';
import { decodeFrame } from './index.ts';

const uuid = 'e2c56db5dffb48d2b060d0f5a71096e0';
const beacon = { kind: 'ibeacon', uuid: 'e2c56db5-dffb-48d2-b060-d0f5a71096e0', major: 1, minor: 515 };
const named = (identity: object, measuredPower: number) => ({ kind: 'identity', identity, measuredPower });
const uid = { kind: 'eddystone-uid', namespace: '8b0ca750095477cb3e77', instance: '0000000004d2' };
const uidFrame = '00ee8b0ca750095477cb3e770000000004d2';

describe('a frame', () => {
  it.each<[string, string, object]>([
    ['an iBeacon as manufacturer data', `4c000215${uuid}00010203c5`, named(beacon, -59)],
    ['an iBeacon without its company', `0215${uuid}00010203c5`, named(beacon, -59)],
    ['an iBeacon in a whole advertisement', `02011a1aff4c000215${uuid}00010203c5`, named(beacon, -59)],
    ['an iBeacon with a scan response behind it', `02011a1aff4c000215${uuid}00010203c50409616263`, named(beacon, -59)],
    [
      'an iBeacon as tools print it',
      '0x4C:00:02:15:E2:C5:6D:B5-DFFB-48D2-B060-D0F5A71096E0 00 01 02 03 C5',
      named(beacon, -59),
    ],
    [
      'the largest major and minor',
      `4c000215${uuid}ffffffff80`,
      named({ ...beacon, major: 65535, minor: 65535 }, -128),
    ],
    ['a UID as service data', `aafe${uidFrame}0000`, named(uid, -59)],
    ['a UID alone', `${uidFrame}0000`, named(uid, -59)],
    ['a UID without its reserved bytes', `aafe${uidFrame}`, named(uid, -59)],
    ['a UID in a whole advertisement', `0201060303aafe1716aafe${uidFrame}0000`, named(uid, -59)],
    [
      'a URL with an ending',
      '0303aafe0e16aafe10eb036769746875620765',
      named({ kind: 'eddystone-url', url: 'https://github.come' }, -62),
    ],
    ['a URL of a scheme alone', 'aafe10eb02', named({ kind: 'eddystone-url', url: 'http://' }, -62)],
    [
      'a URL with a slash after its domain',
      'aafe10eb0061000161',
      named({ kind: 'eddystone-url', url: 'http://www.a.com/.org/a' }, -62),
    ],
    ['an EID', 'aafe30e70123456789abcdef', named({ kind: 'eddystone-eid', eid: '0123456789abcdef' }, -66)],
    [
      'telemetry',
      'aafe20000bb81680000000640000232d',
      {
        kind: 'telemetry',
        telemetry: { batteryMillivolts: 3000, celsius: 22.5, advertisements: 100, uptimeSeconds: 900.5 },
      },
    ],
    [
      'telemetry below zero',
      'aafe20000bb8ff4000000001 00000001',
      {
        kind: 'telemetry',
        telemetry: { batteryMillivolts: 3000, celsius: -0.75, advertisements: 1, uptimeSeconds: 0.1 },
      },
    ],
    [
      'telemetry of a beacon that measures nothing',
      'aafe2000000080000000000000000000',
      { kind: 'telemetry', telemetry: { advertisements: 0, uptimeSeconds: 0 } },
    ],
  ])('is read: %s', (_what, hex, expected) => {
    expect(decodeFrame(hex)).toEqual(expected);
  });

  it.each<[string, string, string, string]>([
    ['empty', '', 'FRAME_NOT_HEX', 'The frame is empty.'],
    ['text', 'beacon', 'FRAME_NOT_HEX', 'The frame is not made of hexadecimal digits.'],
    ['of an odd number of digits', '4c0', 'FRAME_NOT_HEX', 'The frame has 3 digits, an odd number.'],
    ['longer than any advertisement', '00'.repeat(300), 'FRAME_MALFORMED', 'has 300 bytes'],
    [
      'an iBeacon that was cut',
      `4c000215${uuid}0001`,
      'FRAME_MALFORMED',
      'has 23 bytes from its type 02 on; there are 20',
    ],
    ['an iBeacon with something behind it', `4c000215${uuid}00010203c5ff`, 'FRAME_MALFORMED', 'there are 24'],
    ['an iBeacon without its company that was cut', '0215e2c5', 'FRAME_MALFORMED', 'there are 4'],
    [
      'a UID that was cut',
      'aafe00ee8b0c',
      'FRAME_MALFORMED',
      'An Eddystone-UID frame has 18 or 20 bytes; there are 4.',
    ],
    [
      'a URL that is too long',
      `aafe10eb03${'61'.repeat(18)}`,
      'FRAME_MALFORMED',
      'An Eddystone-URL frame has 3 to 20 bytes; there are 21.',
    ],
    [
      'a URL of an unknown scheme',
      'aafe10eb0761',
      'FRAME_MALFORMED',
      'The scheme of the URL is 07; known are 00 to 03.',
    ],
    ['a URL with a reserved byte', 'aafe10eb0320', 'FRAME_MALFORMED', 'The URL has the byte 20, which is reserved.'],
    ['an EID that was cut', 'aafe30e701', 'FRAME_MALFORMED', 'An Eddystone-EID frame has 10 bytes; there are 3.'],
    ['telemetry that was cut', 'aafe20000bb8', 'FRAME_MALFORMED', 'An Eddystone-TLM frame has 14 bytes; there are 4.'],
    ['encrypted telemetry', `aafe2001${'00'.repeat(16)}`, 'FRAME_WITHOUT_ID', 'only the holder of its key can read'],
    ['a service without data', 'aafe', 'FRAME_UNKNOWN', 'The data of the Eddystone service is empty'],
    ['an unknown kind of Eddystone', 'aafe50ee', 'FRAME_UNKNOWN', 'is of the type 50; known are 00, 10, 20 and 30'],
    [
      'an advertisement of something else',
      '02010605094b657973',
      'FRAME_UNKNOWN',
      'it has structures of the types 01, 09.',
    ],
    ['manufacturer data of somebody else', '06ff590001020304'.slice(0, 14), 'FRAME_UNKNOWN', 'of the types ff'],
    [
      'an advertisement that was cut',
      '0201061aff4c00',
      'FRAME_UNKNOWN',
      'the structure at byte 3 has 26 bytes, 3 are there',
    ],
  ])('is refused where it is %s', (_what, hex, code, detail) => {
    expect(decodeFrame(hex)).toMatchObject({
      code,
      detail: expect.stringContaining(detail),
      fix: expect.stringMatching(/./),
    });
  });
});
