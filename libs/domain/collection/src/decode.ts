/** Bytes as any client sends them to single events: one event, `{batch}`, a bare array, one event per line, or base64 after `data=`. */
import { type EventType, type JsonObject } from '@tributary/contracts';
import { eventTypeOf } from './event-types.ts';
import { isObject, member } from './json.ts';
import { reason, type Reason } from './reasons.ts';
import { keptKeys, scan, writtenKeys } from './scan.ts';

export type DecodedItem =
  { readonly ok: true; readonly event: JsonObject } | { readonly ok: false; readonly reason: Reason };

export type DecodedBody =
  | {
      readonly ok: true;
      readonly items: readonly DecodedItem[];
      readonly writeKey: string | undefined;
      /** The item as it came, decodable again on its own, with what its batch said about all its events. */
      bytesOf(index: number): Uint8Array;
    }
  | { readonly ok: false; readonly reason: Reason };

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });
const utf8 = new TextEncoder();

/** `route` is the type that the route stands for, if it stands for one. */
export function decodeBody(bytes: Uint8Array, route?: EventType): DecodedBody {
  const body = unwrapForm(withoutByteOrderMark(bytes));
  const text = textOf(body);
  if (text === undefined) return decodeBroken(body, route);
  const json = parse(text);
  if (json === undefined) return decodeLines(body, text, route);
  return decodeJson({ json, text, bytesOf: (part) => utf8.encode(part) }, route);
}

interface Source {
  readonly json: unknown;
  readonly text: string;
  bytesOf(part: string): Uint8Array;
}

function decodeJson(source: Source, route: EventType | undefined): DecodedBody {
  const { json, text } = source;
  const envelope = isObject(json) && Object.hasOwn(json, 'batch') ? json : undefined;
  const listed: unknown = envelope ? envelope['batch'] : json;
  const suspicious = writtenKeys(text) !== keptKeys(json);
  const whole = suspicious ? scan(text).duplicate : '';
  if (envelope && (!Array.isArray(listed) || whole.split('/').length === 2)) {
    const why = Array.isArray(listed)
      ? reason('DUPLICATE_KEY', 'The batch names a key twice.', whole)
      : reason('INVALID_BATCH', 'The member "batch" is not an array.', '/batch');
    return { ok: true, items: [{ ok: false, reason: why }], writeKey: undefined, bytesOf: () => source.bytesOf(text) };
  }
  const items: readonly unknown[] = Array.isArray(listed) ? listed : [listed];
  const shared = sharedBy(envelope, route);
  let spans: ReturnType<typeof scan>['spans'] | undefined;
  const partOf = (index: number): string => {
    if (!Array.isArray(listed)) return text;
    spans ??= scan(text).spans;
    const span = spans[index];
    return span ? text.slice(span.start, span.end) : '';
  };
  return {
    ok: true,
    items: items.map((item, index) => decodeItem(item, shared, whole === '' ? undefined : partOf(index))),
    writeKey: writeKeyOf(envelope) ?? writeKeyOf(items[0]),
    bytesOf: (index) => source.bytesOf(wrap(partOf(index), shared)),
  };
}

/** Valid JSON around text that is not UTF-8: each item is judged on its own bytes, so the others of its batch live. */
function decodeBroken(bytes: Uint8Array, route: EventType | undefined): DecodedBody {
  const text = characters(bytes);
  const json = parse(text);
  if (json === undefined) {
    return text.includes('\n') && bytes.includes(0x7b)
      ? decodeLines(bytes, text, route)
      : { ok: false, reason: reason('NOT_UTF8', 'The body is neither UTF-8 nor JSON.') };
  }
  const raw = decodeJson({ json, text, bytesOf: fromCharacters }, route);
  if (!raw.ok) return raw;
  const items = raw.items.map((_, index): DecodedItem => {
    const own = raw.bytesOf(index);
    if (textOf(own) === undefined) return { ok: false, reason: reason('NOT_UTF8', 'The event is not valid UTF-8.') };
    const again = decodeBody(own, route);
    return (
      (again.ok ? again.items[0] : undefined) ?? { ok: false, reason: reason('NOT_JSON', 'The event is not JSON.') }
    );
  });
  return { ...raw, items };
}

/** One event per line. A line that is not JSON is refused alone, as long as any other line is an event. */
function decodeLines(bytes: Uint8Array, text: string, route: EventType | undefined): DecodedBody {
  const nothing = { ok: false, reason: reason('NOT_JSON', 'The body is not JSON.') } as const;
  if (!text.includes('\n')) return nothing;
  const lines = splitLines(bytes).map((line) => ({ line, body: decodeBody(line, route) }));
  if (!lines.some(({ body }) => body.ok && body.items.some((item) => item.ok))) return nothing;
  const items = lines.flatMap(({ line, body }) =>
    body.ok
      ? body.items.map((item, index) => ({ item, bytes: () => body.bytesOf(index) }))
      : [{ item: { ok: false, reason: body.reason } as const, bytes: () => line }],
  );
  const first = lines.find(({ body }) => body.ok)?.body;
  return {
    ok: true,
    items: items.map(({ item }) => item),
    writeKey: first?.ok === true ? first.writeKey : undefined,
    bytesOf: (index) => items[index]?.bytes() ?? new Uint8Array(),
  };
}

function splitLines(bytes: Uint8Array): readonly Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let start = 0; start < bytes.length;) {
    const found = bytes.indexOf(0x0a, start);
    const end = found < 0 ? bytes.length : found;
    const line = bytes.subarray(start, end);
    if (line.some((byte) => byte > 0x20)) lines.push(line);
    start = end + 1;
  }
  return lines;
}

/** What a batch says about all its events. */
function sharedBy(envelope: JsonObject | undefined, route: EventType | undefined): JsonObject {
  const shared: JsonObject = {};
  for (const name of ['context', 'integrations']) {
    const value = member(envelope, name);
    if (isObject(value) && Object.keys(value).length > 0) shared[name] = value;
  }
  const sentAt = member(envelope, 'sentAt');
  if (sentAt !== undefined && sentAt !== null) shared['sentAt'] = sentAt;
  const type = eventTypeOf(member(envelope, 'type')) ?? route;
  if (type !== undefined) shared['type'] = type;
  return shared;
}

function decodeItem(item: unknown, shared: JsonObject, text: string | undefined): DecodedItem {
  if (!isObject(item)) return { ok: false, reason: reason('NOT_AN_OBJECT', 'The event is not a JSON object.') };
  const duplicate = text === undefined ? '' : scan(text).duplicate;
  if (duplicate !== '') {
    return { ok: false, reason: reason('DUPLICATE_KEY', 'An object of the event names a key twice.', duplicate) };
  }
  // The key is a credential and no part of the event. Copies keep `__proto__` as a member: it is refused by name, not lost.
  const event = Object.hasOwn(item, 'writeKey')
    ? Object.fromEntries(Object.entries(item).filter(([name]) => name !== 'writeKey'))
    : { ...item };
  for (const name of Object.keys(shared)) event[name] = merged(shared[name], event[name]);
  return { ok: true, event };
}

/** Members of the event win over those of its batch; an absent or null one is taken from there. */
function merged(common: unknown, own: unknown): unknown {
  if (own === undefined || own === null || own === '') return common;
  return isObject(common) && isObject(own) ? { ...common, ...own } : own;
}

function writeKeyOf(value: unknown): string | undefined {
  const key = member(value, 'writeKey');
  return typeof key === 'string' && key !== '' ? key : undefined;
}

function wrap(text: string, shared: JsonObject): string {
  const members = JSON.stringify(shared);
  return members === '{}' ? text : `${members.slice(0, -1)},"batch":[${text}]}`;
}

function withoutByteOrderMark(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

/** `data=<base64>`, as the pixel and some SDKs send it. */
function unwrapForm(bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== 0x64 || characters(bytes.subarray(0, 5)) !== 'data=') return bytes;
  try {
    const value = decodeURIComponent(characters(bytes.subarray(5)).split('&', 1)[0] ?? '');
    return fromCharacters(atob(value.replaceAll('-', '+').replaceAll('_', '/').replaceAll(' ', '+')));
  } catch {
    return bytes;
  }
}

/** One character for each byte, without loss: what is not UTF-8 can still be cut into its items. */
function characters(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
}

const fromCharacters = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return undefined;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown; // eslint-disable-line no-restricted-syntax -- JSON.parse answers any
  } catch {
    return undefined;
  }
}
