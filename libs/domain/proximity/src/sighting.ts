/** That a beacon was received at a moment, with what strength, and by whom. */
import { type JsonObject } from '@tributary/contracts';
import { member, parseInstant, pointer, reason, type Reason } from '@tributary/domain-collection';
import { type Named, readIdentity } from './read-identity.ts';

/** Whoever carries what has received the beacon, or the tag that a gateway has received. */
export interface Carrier {
  readonly userId?: string;
  readonly anonymousId?: string;
  readonly deviceId?: string;
}

export interface Sighting extends Named {
  /** dBm. */
  readonly rssi: number;
  /** Milliseconds. */
  readonly at: number;
  readonly carrier: Carrier;
  /** What is known beside: receiver, battery. */
  readonly notes: JsonObject;
}

export type ReadSighting =
  { readonly ok: true; readonly sighting: Sighting } | { readonly ok: false; readonly reason: Reason };

/** A clock this far ahead of ours is one that somebody set by hand; what it says is taken. */
const toleratedAheadMs = 5 * 60_000;
const longestId = 512;
const longestNote = 200;

/** `receivedAt` is when it was seen where the sighting does not say so. */
export function readSighting(json: JsonObject, receivedAt: number): ReadSighting {
  const named = readIdentity(json);
  if ('code' in named) return { ok: false, reason: named };
  const carrier = carrierIn(json);
  if ('code' in carrier) return { ok: false, reason: carrier };
  const at = instantIn(json, receivedAt);
  if (typeof at !== 'number') return { ok: false, reason: at };
  const rssi = member(json, 'rssi');
  if (typeof rssi !== 'number' || !(rssi >= -127 && rssi <= 20)) {
    return { ok: false, reason: reason('INVALID_FIELD', 'rssi is not a number of dBm from -127 to 20.', '/rssi') };
  }
  const notes = notesIn(json, named);
  if (isReason(notes)) return { ok: false, reason: notes };
  return { ok: true, sighting: { ...named, rssi, at, carrier, notes } };
}

function carrierIn(json: JsonObject): Carrier | Reason {
  const found: Record<string, string> = {};
  for (const name of ['userId', 'anonymousId', 'deviceId']) {
    const id = member(json, name);
    const text = typeof id === 'number' ? String(id) : id;
    if (text === undefined || text === null || (typeof text === 'string' && text.trim() === '')) continue;
    if (typeof text !== 'string' || text.length > longestId) {
      return reason('INVALID_FIELD', `${name} is not a text of at most ${longestId} characters.`, pointer('', name));
    }
    found[name] = text;
  }
  if (Object.keys(found).length > 0) return found;
  return reason('MISSING_IDENTITY', 'The sighting says neither userId, anonymousId nor deviceId.');
}

function instantIn(json: JsonObject, receivedAt: number): number | Reason {
  const said = member(json, 'at');
  if (said === undefined || said === null) return receivedAt;
  const at = typeof said === 'string' ? parseInstant(said) : undefined;
  if (at === undefined) {
    const shown = typeof said === 'string' ? said.slice(0, 64) : typeof said;
    return reason('INVALID_TIMESTAMP', `at is not a date and time that exists: ${shown}.`, '/at');
  }
  if (at <= receivedAt + toleratedAheadMs) return at;
  // It would end every visit of this carrier, and nothing true could be said of them until then.
  const ahead = Math.round((at - receivedAt) / 60_000);
  return reason('INVALID_TIMESTAMP', `at is ${ahead} minutes ahead of our clock.`, '/at');
}

function notesIn(json: JsonObject, { telemetry }: Named): JsonObject | Reason {
  const notes: JsonObject = {};
  if (telemetry?.batteryMillivolts !== undefined) notes['battery_millivolts'] = telemetry.batteryMillivolts;
  if (telemetry?.celsius !== undefined) notes['celsius'] = telemetry.celsius;
  const [receiver, battery] = [member(json, 'receiver'), member(json, 'battery')];
  if (typeof receiver === 'string' && receiver !== '' && receiver.length <= longestNote) notes['receiver'] = receiver;
  else if (receiver !== undefined && receiver !== null && receiver !== '') {
    return reason('INVALID_FIELD', `receiver is not a text of at most ${longestNote} characters.`, '/receiver');
  }
  if (typeof battery === 'number' && Number.isFinite(battery)) notes['battery'] = battery;
  else if (battery !== undefined && battery !== null)
    return reason('INVALID_FIELD', 'battery is not a number.', '/battery');
  return notes;
}

const isReason = (value: JsonObject | Reason): value is Reason => 'code' in value && 'fix' in value;
