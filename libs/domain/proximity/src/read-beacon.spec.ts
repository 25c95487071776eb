import { describe, expect, it } from '@jest/globals';
import { readBeacon } from './index.ts';

const ibeacon = { uuid: 'e2c56db5-dffb-48d2-b060-d0f5a71096e0', major: 1, minor: 2 };

describe('an entry of the registry', () => {
  it('says where a beacon hangs', () => {
    const entry = {
      ibeacon,
      store: 'leeds',
      zone: 'shoes',
      floor: '1',
      position: { x: 3.5, y: 12 },
      measuredPower: -61,
    };
    expect(readBeacon('leeds-shoes-1', entry)).toEqual({
      ok: true,
      beacon: {
        ...{ id: 'leeds-shoes-1', identity: { kind: 'ibeacon', ...ibeacon } },
        ...{ zone: { store: 'leeds', zone: 'shoes', floor: '1' }, position: { x: 3.5, y: 12 }, measuredPower: -61 },
      },
    });
  });

  it('is told all that is wrong with it at once', () => {
    const entry = { store: ' ', zone: 7, floor: '', position: [1, 2], measuredPower: 'strong', colour: 'red' };
    const read = readBeacon('a beacon', entry);
    expect(read.ok ? [] : read.faults.map(({ at }) => at)).toEqual([
      ...['/colour', '/id', '/frame', '/floor', '/store', '/zone', '/position', '/measuredPower'],
    ]);
    expect(readBeacon('b', null)).toEqual({ ok: false, faults: [{ at: '', message: 'A beacon is a JSON object.' }] });
  });
});
