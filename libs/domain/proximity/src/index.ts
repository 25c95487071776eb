export { type Beacon, type Zone } from './beacon.ts';
export { decodeFrame } from './decode-frame.ts';
export { beaconKey, type BeaconIdentity, type Frame, type Telemetry } from './frame.ts';
export { distanceOf, lossOf, type Nearness, nearnessOf, usualMeasuredPower } from './nearness.ts';
export { followAll, type FollowedAll } from './follow-all.ts';
export {
  endsAt,
  follow,
  type Followed,
  nobody,
  type Presence,
  settle,
  type Track,
  type Visit,
  type ZoneChange,
  type ZoneRules,
  type ZoneSighting,
} from './presence.ts';
export { readBeacon, type BeaconFault, type ReadBeacon } from './read-beacon.ts';
export { type Named, readIdentity } from './read-identity.ts';
export { type Carrier, readSighting, type ReadSighting, type Sighting } from './sighting.ts';
export { carrierKey, visitId, zoneEvent } from './zone-events.ts';
