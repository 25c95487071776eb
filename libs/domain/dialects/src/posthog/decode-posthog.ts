/** PostHog's capture API: one event, an array, or a batch; as JSON, or as base64 in a form or in the address. */
import { type JsonObject } from '@tributary/contracts';
import {
  charactersOf,
  type DecodedBody,
  type DecodedItem,
  fromBase64,
  isObject,
  member,
} from '@tributary/domain-collection';
import { assemble, given, instantOf, type Placed, present, textAt } from '../wire/assemble.ts';
import { utf8 } from '../wire/encoding.ts';
import { openBody } from '../wire/open-body.ts';
import { bodyOf, recognisable, type Standing } from '../wire/translated.ts';
import { type WireRequest } from '../wire/wire-request.ts';
import { tell } from './events.ts';
import { fields, noReferrer } from './fields.ts';
import { personOf } from './identity.ts';

/** Members of an envelope, an event or its properties that carry the project's key: a credential and no part of an event. */
const keys = ['api_key', 'token', '$token'];

export function decodePosthog(request: WireRequest): DecodedBody {
  const opened = openBody(contentOf(request), 'batch');
  if (!opened.ok) return { ok: false, reason: opened.reason, writeKey: keyOf(opened.envelope, opened.first) };
  const { envelope, items } = opened;
  const shared = { envelope, sentAt: given(member(envelope, 'sent_at')) ?? instantOf(textAt(request.query['_'])) };
  const translated = items.map((raw, index) => ({
    raw,
    item: raw.read.ok ? translate(raw.read.event, shared, { receivedAt: request.receivedAt, index }) : raw.read,
  }));
  const first = items.find(({ read }) => read.ok)?.read;
  return bodyOf(translated, keyOf(envelope, first?.ok === true ? first.event : {}));
}

const keyOf = (envelope: JsonObject, event: JsonObject): string | undefined =>
  keyIn(envelope) ?? keyIn(event) ?? keyIn(member(event, 'properties'));

function keyIn(value: unknown): string | undefined {
  return keys.map((name) => textAt(member(value, name))).find((key) => key !== undefined);
}

/** `data=<base64>` in a form, or `?data=` of a request without a body. The value may be JSON as it is. */
function contentOf({ query, bytes }: WireRequest): Uint8Array {
  const isForm = bytes[0] === 0x64 && charactersOf(bytes.subarray(0, 5)) === 'data=';
  const inForm = isForm ? new URLSearchParams(charactersOf(bytes)).get('data') : undefined;
  const data = inForm ?? (bytes.length === 0 ? textAt(query['data']) : undefined);
  if (data === undefined) return bytes;
  return /^\s*[[{]/.test(data) ? utf8(data) : (fromBase64(data) ?? bytes);
}

interface Shared {
  readonly envelope: JsonObject;
  readonly sentAt: unknown;
}

/** Members of an event, an envelope and its properties that have a place, or are no part of the event. */
const ofEvent = new Set([
  ...[
    'event',
    'properties',
    'distinct_id',
    '$distinct_id',
    'uuid',
    'timestamp',
    'offset',
    'sent_at',
    '$set',
    '$set_once',
  ],
  ...keys,
]);
const ofEnvelope = new Set(['batch', 'sent_at', ...keys]);
const ofProperties = new Set([
  ...['distinct_id', '$distinct_id', '$user_id', '$set', '$set_once'],
  ...keys,
  ...fields.map(([name]) => name),
]);

function translate(event: JsonObject, { envelope, sentAt }: Shared, standing: Standing): DecodedItem {
  const listed = member(event, 'properties');
  const properties = isObject(listed) ? listed : {};
  const told = tell(event, properties, personOf(event, properties));
  const sent = sentAt ?? given(member(event, 'sent_at'));
  const rest = Object.entries(properties).filter(([name]) => !ofProperties.has(name) && !told.taken.includes(name));
  const placed: readonly Placed[] = [
    ...told.placed,
    ['messageId', given(member(event, 'uuid')) ?? given(member(properties, '$insert_id'))],
    ['timestamp', timeOf(event, properties, sent)],
    ['sentAt', sent],
    ...fields.map(([name, place, letters]): Placed => [place, known(member(properties, name), letters)]),
    ...traitsOf(event, properties, told.placed),
    ['context.wire.dialect', 'posthog'],
    ['context.wire.envelope', present(Object.entries(envelope).filter(([name]) => !ofEnvelope.has(name)))],
    ['context.wire.members', present(unnamed(event))],
    ['context.wire.rest', present(rest.filter(([name]) => isOfTheSdk(name)))],
  ];
  const own = rest.filter(([name]) => !isOfTheSdk(name));
  return { ok: true, event: recognisable(withProperties(assemble(placed), own), standing) };
}

const isOfTheSdk = (name: string): boolean => name.startsWith('$');

/** Members that the protocol does not name, and properties that are no object. */
function unnamed(event: JsonObject): readonly (readonly [string, unknown])[] {
  const others = Object.entries(event).filter(([name]) => !ofEvent.has(name));
  const properties = member(event, 'properties');
  return isObject(properties) || given(properties) === undefined ? others : [...others, ['properties', properties]];
}

function known(value: unknown, letters: 'small' | undefined): unknown {
  if (letters === 'small' && typeof value === 'string') return given(value.toLowerCase());
  return value === noReferrer ? undefined : given(value);
}

/** `offset` is how long before its sending an event happened, in milliseconds; `$time` when, in seconds. */
function timeOf(event: JsonObject, properties: JsonObject, sentAt: unknown): unknown {
  const told = given(member(event, 'timestamp'));
  if (told !== undefined) return told;
  const [offset, time] = [member(event, 'offset'), member(properties, '$time')];
  const sent = typeof sentAt === 'string' ? Date.parse(sentAt) : Number.NaN;
  if (typeof offset === 'number' && !Number.isNaN(sent)) return instantOf(sent - offset);
  return typeof time === 'number' ? instantOf(time * 1000) : undefined;
}

/** What was set of the person; where another event says so in passing, it stands in the context. */
function traitsOf(event: JsonObject, properties: JsonObject, placed: readonly Placed[]): readonly Placed[] {
  const [once, always] = ['$set_once', '$set'].map((name) =>
    [event, properties].flatMap((members) => {
      const traits = member(members, name);
      return isObject(traits) ? Object.entries(traits) : [];
    }),
  );
  const first = (once ?? []).filter(([, value]) => value !== null);
  const traits = present([...first, ...(always ?? [])]);
  const isIdentify = placed.some(([place, value]) => place === 'type' && value === 'identify');
  return [
    [isIdentify ? 'traits' : 'context.traits', traits],
    // Which of them PostHog sets only for somebody who has none yet.
    ['context.wire.set_once', first.length === 0 ? undefined : first.map(([name]) => name)],
  ];
}

/** Names of the site's properties are its own, so they are never a path. */
function withProperties(event: JsonObject, own: readonly (readonly [string, unknown])[]): JsonObject {
  if (own.length === 0) return event;
  const properties = member(event, 'properties');
  const placed = isObject(properties) ? Object.entries(properties) : [];
  return { ...event, properties: Object.fromEntries([...placed, ...own]) };
}
