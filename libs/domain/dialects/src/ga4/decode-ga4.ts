/** GA4's Measurement Protocol: a client, and what it did. */
import { type JsonObject } from '@tributary/contracts';
import { type DecodedBody, type DecodedItem, isObject, member } from '@tributary/domain-collection';
import { addressOf } from '../wire/address.ts';
import { assemble, given, instantOf, type Placed, present, textAt } from '../wire/assemble.ts';
import { openBody } from '../wire/open-body.ts';
import { bodyOf, recognisable, type Standing } from '../wire/translated.ts';
import { type WireRequest } from '../wire/wire-request.ts';
import { bodyFields, deviceFields, kinds, parameters } from './fields.ts';

/** The streams of a property; with the secret they are all that the address says. */
const streams = ['measurement_id', 'firebase_app_id'] as const;

export function decodeGa4({ query, bytes, receivedAt }: WireRequest): DecodedBody {
  const opened = openBody(bytes, 'events');
  if (!opened.ok) return { ok: false, reason: opened.reason, writeKey: textAt(query['api_secret']) };
  const shared = placedByBody(opened.envelope, query);
  const translated = opened.items.map((raw, index) => ({
    raw,
    item: raw.read.ok ? translate(raw.read.event, opened.envelope, { shared, receivedAt, index }) : raw.read,
  }));
  return bodyOf(translated, textAt(query['api_secret']));
}

const read = new Set(['user_properties', 'consent', 'device', 'user_location', 'timestamp_micros', 'events']);

function placedByBody(body: JsonObject, query: JsonObject): readonly Placed[] {
  const [device, location] = [member(body, 'device'), member(body, 'user_location')];
  const taken = new Set([...read, ...bodyFields.map(([name]) => name)]);
  const restOfDevice = isObject(device)
    ? Object.entries(device).filter(([name]) => !deviceFields.some(([known]) => known === name))
    : [];
  return [
    ...bodyFields.map(([name, place]): Placed => [place, given(member(body, name))]),
    ...deviceFields.map(([name, place]): Placed => [place, given(member(device, name))]),
    ['context.location', given(location)],
    ['context.traits', traitsOf(member(body, 'user_properties'))],
    ['context.consent.categoryPreferences', consentOf(member(body, 'consent'))],
    ['context.wire.dialect', 'ga4'],
    ...streams.map((name): Placed => [`context.wire.${name}`, textAt(query[name])]),
    ['context.wire.device', present(restOfDevice)],
    ['context.wire.envelope', present(Object.entries(body).filter(([name]) => !taken.has(name)))],
  ];
}

/** `{name: {value, timestamp_micros}}`. */
function traitsOf(properties: unknown): JsonObject | undefined {
  if (!isObject(properties)) return undefined;
  return present(
    Object.entries(properties).map(([name, property]) => [
      name,
      isObject(property) && Object.hasOwn(property, 'value') ? property['value'] : property,
    ]),
  );
}

/** `GRANTED` and `DENIED`, by purpose; anything else stays as it was said. */
function consentOf(consent: unknown): JsonObject | undefined {
  if (!isObject(consent)) return undefined;
  const said = (value: unknown): unknown => (value === 'GRANTED' ? true : value === 'DENIED' ? false : value);
  return present(Object.entries(consent).map(([purpose, value]) => [purpose, said(value)]));
}

interface Surroundings extends Standing {
  readonly shared: readonly Placed[];
}

function translate(event: JsonObject, body: JsonObject, { shared, ...standing }: Surroundings): DecodedItem {
  const [name, listed] = [member(event, 'name'), member(event, 'params')];
  const params = isObject(listed) ? listed : {};
  const kind = typeof name === 'string' && Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  const columns = [...(kind?.columns ?? []), ...parameters];
  const { path, search, campaign, clickIds } = addressOf(member(params, 'page_location'));
  const at = kind?.type === 'page' ? ['context.page', 'properties'] : ['context.page'];
  const micros = given(member(event, 'timestamp_micros')) ?? given(member(body, 'timestamp_micros'));
  const taken = new Set(columns.map(([parameter]) => parameter));
  const placed = assemble([
    ['type', kind?.type ?? 'track'],
    ['event', kind ? undefined : name],
    ...columns.map(([parameter, place]): Placed => [place, given(member(params, parameter))]),
    ...at.flatMap((place): readonly Placed[] => [
      [`${place}.path`, path],
      [`${place}.search`, search],
    ]),
    ['context.campaign', campaign],
    ['context.clickIds', clickIds],
    ['timestamp', instantOf(micros, 1000)],
    ...shared,
    ['context.wire.members', membersOf(event, listed)],
  ]);
  const own = Object.entries(params).filter(([parameter]) => !taken.has(parameter));
  const properties = member(placed, 'properties');
  const ours = isObject(properties) ? Object.entries(properties) : [];
  const whole =
    ours.length + own.length === 0 ? placed : { ...placed, properties: Object.fromEntries([...own, ...ours]) };
  return { ok: true, event: recognisable(whole, standing) };
}

/** Members of an event that the protocol does not name, and parameters that are no object. */
function membersOf(event: JsonObject, params: unknown): JsonObject | undefined {
  const unnamed = Object.entries(event).filter(([name]) => !['name', 'params', 'timestamp_micros'].includes(name));
  return present(
    isObject(params) || params === undefined || params === null ? unnamed : [...unnamed, ['params', params]],
  );
}
