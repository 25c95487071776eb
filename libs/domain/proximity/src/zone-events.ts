/** Visits as events in the Segment wire format; their ids follow from what they say, so that twice is once. */
import { type JsonObject } from '@tributary/contracts';
import { hash128 } from '@tributary/domain-collection';
import { nearnessOf } from './nearness.ts';
import { type Visit, type ZoneChange } from './presence.ts';
import { type Carrier } from './sighting.ts';

/** Who it is, in one text: the strongest of what is said. */
export function carrierKey({ userId, anonymousId, deviceId }: Carrier): string {
  if (userId !== undefined) return `user/${userId}`;
  return anonymousId === undefined ? `device/${deviceId ?? ''}` : `anonymous/${anonymousId}`;
}

/** Carrier, zone and moment of entry: one of each makes one visit. */
export function visitId(carrier: Carrier, { zone, enteredAt }: Visit): string {
  return `v_${hash128(carrierKey(carrier), zone.store, zone.zone, instant(enteredAt))}`;
}

export function zoneEvent(carrier: Carrier, change: ZoneChange): JsonObject {
  const { visit } = change;
  const id = visitId(carrier, visit);
  const [event, at] = change.kind === 'entered' ? ['Zone Entered', visit.enteredAt] : ['Zone Left', visit.seenAt];
  return {
    type: 'track',
    event,
    messageId: `${change.kind === 'entered' ? 'zone-entered' : 'zone-left'}/${id}`,
    ...idsOf(carrier),
    timestamp: instant(at),
    properties: { ...visit.zone, beacon: visit.beacon, visit: id, ...saidOf(change) },
  };
}

/** A device is its own anonymous visitor where nobody says whose it is. */
function idsOf({ userId, anonymousId, deviceId }: Carrier): JsonObject {
  const anonymous = anonymousId ?? (userId === undefined ? deviceId : undefined);
  return {
    ...(userId === undefined ? {} : { userId }),
    ...(anonymous === undefined ? {} : { anonymousId: anonymous }),
    ...(deviceId === undefined ? {} : { context: { device: { id: deviceId } } }),
  };
}

function saidOf(change: ZoneChange): JsonObject {
  const { visit } = change;
  if (change.kind === 'entered') return { nearness: nearnessOf(change.track.loss), ...change.track.notes };
  return { entered_at: instant(visit.enteredAt), dwell_seconds: (visit.seenAt - visit.enteredAt) / 1_000 };
}

const instant = (ms: number): string => new Date(ms).toISOString();
