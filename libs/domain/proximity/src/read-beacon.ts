/** Reads an entry of the registry; everything that is wrong with it is said at once, each with its place. */
import { isObject, member } from '@tributary/domain-collection';
import { type Beacon, type Zone } from './beacon.ts';
import { readIdentity } from './read-identity.ts';

export interface BeaconFault {
  /** JSON pointer into the entry. */
  readonly at: string;
  readonly message: string;
}

export type ReadBeacon =
  { readonly ok: true; readonly beacon: Beacon } | { readonly ok: false; readonly faults: readonly BeaconFault[] };

const members = new Set(['id', 'frame', 'ibeacon', 'eddystone', 'store', 'zone', 'floor', 'position', 'measuredPower']);
const longestName = 200;

export function readBeacon(id: string, json: unknown): ReadBeacon {
  if (!isObject(json)) return { ok: false, faults: [{ at: '', message: 'A beacon is a JSON object.' }] };
  const faults: BeaconFault[] = Object.keys(json)
    .filter((name) => !members.has(name))
    .map((name) => ({ at: `/${name}`, message: `Unknown; known are ${[...members].join(', ')}.` }));
  if (!/^[\w.:-]{1,64}$/.test(id)) faults.push({ at: '/id', message: 'Must be 1 to 64 letters, digits, or _ . : -' });
  const named = readIdentity(json);
  if ('code' in named) faults.push({ at: named.at ?? '/frame', message: `${named.detail} ${named.fix}` });
  const zone = zoneIn(json, faults);
  const where = { ...positionIn(member(json, 'position'), faults), ...powerIn(member(json, 'measuredPower'), faults) };
  if (faults.length > 0 || 'code' in named) return { ok: false, faults };
  return { ok: true, beacon: { id, identity: named.identity, zone, ...where } };
}

function zoneIn(json: unknown, faults: BeaconFault[]): Zone {
  const text = (name: string): string => {
    const value = member(json, name);
    if (typeof value === 'string' && value.trim() !== '' && value.length <= longestName) return value;
    faults.push({ at: `/${name}`, message: `Must be a text of 1 to ${longestName} characters.` });
    return '';
  };
  const floor = member(json, 'floor') === undefined ? {} : { floor: text('floor') };
  return { store: text('store'), zone: text('zone'), ...floor };
}

function positionIn(position: unknown, faults: BeaconFault[]): Pick<Beacon, 'position'> {
  if (position === undefined) return {};
  const [x, y] = [member(position, 'x'), member(position, 'y')];
  if (typeof x === 'number' && typeof y === 'number') return { position: { x, y } };
  faults.push({ at: '/position', message: 'Must be an object with the numbers x and y.' });
  return {};
}

function powerIn(measuredPower: unknown, faults: BeaconFault[]): Pick<Beacon, 'measuredPower'> {
  if (measuredPower === undefined) return {};
  if (typeof measuredPower === 'number' && measuredPower >= -127 && measuredPower <= 20) return { measuredPower };
  faults.push({ at: '/measuredPower', message: 'Must be what is received at one metre, in dBm from -127 to 20.' });
  return {};
}
