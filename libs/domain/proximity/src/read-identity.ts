/** Who a beacon is, as people and gateways write it: a frame, or its decoded members. */
import { type JsonObject } from '@tributary/contracts';
import { isObject, member, pointer, reason, type Reason } from '@tributary/domain-collection';
import { dashed } from './bytes.ts';
import { decodeFrame } from './decode-frame.ts';
import { lossOfFirstMetre } from './eddystone.ts';
import { type BeaconIdentity, type Telemetry } from './frame.ts';

export interface Named {
  readonly identity: BeaconIdentity;
  /** dBm at one metre; undefined where it is not said. */
  readonly measuredPower: number | undefined;
  /** Of a frame of telemetry that came beside the members. */
  readonly telemetry?: Telemetry;
}

/** By `frame`, `ibeacon` or `eddystone`, in this order. */
export function readIdentity(json: JsonObject): Named | Reason {
  const framed = frameIn(json);
  if (framed && 'code' in framed) return framed;
  if (framed?.kind === 'identity') return { identity: framed.identity, measuredPower: framed.measuredPower };
  const named = membersIn(json);
  if (named && 'code' in named) return named;
  if (!named) {
    if (framed) return reason('FRAME_WITHOUT_ID', 'The frame is telemetry: it does not say of which beacon.', '/frame');
    return reason('BEACON_NOT_NAMED', 'Neither frame nor ibeacon nor eddystone is set.');
  }
  return framed ? { ...named, telemetry: framed.telemetry } : named;
}

function frameIn(json: JsonObject) {
  const frame = member(json, 'frame');
  if (frame === undefined || frame === null) return undefined;
  if (typeof frame !== 'string') return reason('FRAME_NOT_HEX', 'The frame is not a text.', '/frame');
  const decoded = decodeFrame(frame);
  return 'code' in decoded ? { ...decoded, at: '/frame' } : decoded;
}

function membersIn(json: JsonObject): Named | Reason | undefined {
  for (const [name, read] of [
    ['ibeacon', ibeaconIn],
    ['eddystone', eddystoneIn],
  ] as const) {
    const value = member(json, name);
    if (value === undefined || value === null) continue;
    return isObject(value) ? read(value) : invalid('', name, 'is not an object');
  }
  return undefined;
}

function ibeaconIn(value: JsonObject): Named | Reason {
  const uuid = digitsAt(value, 'uuid', 32);
  if (uuid === undefined) return invalid('/ibeacon', 'uuid', 'is not a UUID');
  const [major, minor] = [numberAt(value, 'major', [0, 65_535]), numberAt(value, 'minor', [0, 65_535])];
  if (major === undefined || minor === undefined) {
    return invalid('/ibeacon', major === undefined ? 'major' : 'minor', 'is not a whole number from 0 to 65535');
  }
  const power = powerAt(value, 'measuredPower');
  if (power === false) return invalid('/ibeacon', 'measuredPower', 'is not a number of dBm from -127 to 20');
  return { identity: { kind: 'ibeacon', uuid: dashed(uuid), major, minor }, measuredPower: power };
}

function eddystoneIn(value: JsonObject): Named | Reason {
  const identity = eddystoneIdentity(value);
  if ('code' in identity) return identity;
  const power = powerAt(value, 'txPower');
  if (power === false) return invalid('/eddystone', 'txPower', 'is not a number of dBm from -127 to 20');
  // As Eddystone states it: at 0 m.
  return { identity, measuredPower: power === undefined ? undefined : power - lossOfFirstMetre };
}

function eddystoneIdentity(value: JsonObject): BeaconIdentity | Reason {
  const [url, eid] = [member(value, 'url'), member(value, 'eid')];
  if (url !== undefined) {
    if (typeof url === 'string' && longestUrl >= url.length && /^https?:\/\/\S+$/.test(url))
      return { kind: 'eddystone-url', url };
    return invalid('/eddystone', 'url', 'is not an address of http or https');
  }
  if (eid !== undefined) {
    const digits = digitsAt(value, 'eid', 16);
    return digits === undefined
      ? invalid('/eddystone', 'eid', 'does not have 16 hexadecimal digits')
      : { kind: 'eddystone-eid', eid: digits };
  }
  const [namespace, instance] = [digitsAt(value, 'namespace', 20), digitsAt(value, 'instance', 12)];
  if (namespace === undefined) return invalid('/eddystone', 'namespace', 'does not have 20 hexadecimal digits');
  if (instance === undefined) return invalid('/eddystone', 'instance', 'does not have 12 hexadecimal digits');
  return { kind: 'eddystone-uid', namespace, instance };
}

/** What 18 bytes of a frame expand to at most, and some room. */
const longestUrl = 200;

function digitsAt(value: JsonObject, name: string, count: number): string | undefined {
  const text = member(value, name);
  const digits = typeof text === 'string' ? text.replaceAll('-', '').replace(/^0x/i, '').toLowerCase() : '';
  return digits.length === count && /^[0-9a-f]+$/.test(digits) ? digits : undefined;
}

/** A whole number within the bounds; gateways also write it as text. */
function numberAt(value: JsonObject, name: string, [least, most]: readonly [number, number]): number | undefined {
  const found = member(value, name);
  const number = typeof found === 'string' && /^\d{1,5}$/.test(found) ? Number(found) : found;
  return typeof number === 'number' && Number.isInteger(number) && number >= least && number <= most
    ? number
    : undefined;
}

/** False where it is said and is no power. */
function powerAt(value: JsonObject, name: string): number | undefined | false {
  const power = member(value, name);
  if (power === undefined || power === null) return undefined;
  return typeof power === 'number' && power >= -127 && power <= 20 ? power : false;
}

const invalid = (parent: string, name: string, wrong: string): Reason =>
  reason('INVALID_FIELD', `${name} ${wrong}.`, pointer(parent, name));
