/** Bytes as any client sends them to single events: one event, `{batch}`, a bare array, one event per line, or base64 after `data=`. */
import { type EventType, type JsonObject } from '@tributary/contracts';
import { batchTooLarge, charactersIn, mostEvents } from './batch-limits.ts';
import { bytesOfCharacters, charactersOf, parseJson, unwrapForm, utf8TextOf, withoutByteOrderMark } from './bytes.ts';
import { isObject, member } from './json.ts';
import { reason, type Reason } from './reasons.ts';
import { keptKeys, scan, type Scan, writtenKeys } from './scan.ts';
import { merged, sharedBy, wrapped } from './shared-members.ts';

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
  | {
      readonly ok: false;
      readonly reason: Reason;
      /** Where that can be read all the same. */
      readonly writeKey?: string | undefined;
    };

const utf8 = new TextEncoder();

/** `route` is the type that the route stands for, if it stands for one. */
export function decodeBody(bytes: Uint8Array, route?: EventType): DecodedBody {
  const body = unwrapForm(withoutByteOrderMark(bytes));
  const text = utf8TextOf(body);
  if (text === undefined) return decodeBroken(body, route);
  const json = parseJson(text);
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
  const scanned = once(() => scan(text));
  const twice = writtenKeys(text) === keptKeys(json) ? undefined : scanned();
  const broken = envelope && brokenBatch(listed, twice);
  if (broken) {
    const items = [{ ok: false, reason: broken }] as const;
    return { ok: true, items, writeKey: undefined, bytesOf: () => source.bytesOf(text) };
  }
  const items: readonly unknown[] = Array.isArray(listed) ? listed : [listed];
  const writeKey = writeKeyOf(envelope) ?? writeKeyOf(items[0]);
  const shared = sharedBy(envelope, route);
  const tooLarge = batchTooLarge(items.length, charactersIn(shared));
  if (tooLarge) return { ok: false, reason: tooLarge, writeKey };
  const partOf = (index: number): string => {
    const span = Array.isArray(listed) ? scanned().spans[index] : { start: 0, end: text.length };
    return span ? text.slice(span.start, span.end) : '';
  };
  const looksLikeBatch = (index: number): boolean =>
    Array.isArray(listed) && member(items[index], 'batch') !== undefined;
  return {
    ok: true,
    items: items.map((item, index) => decodeItem(item, shared, twice && partOf(index))),
    writeKey,
    bytesOf: (index) =>
      source.bytesOf(wrapped({ item: partOf(index), looksLikeBatch: looksLikeBatch(index), shared, text, scanned })),
  };
}

/** What is wrong with the batch itself, so that nothing can be said of its events. */
function brokenBatch(listed: unknown, twice: Scan | undefined): Reason | undefined {
  if (!Array.isArray(listed)) return reason('INVALID_BATCH', 'The member "batch" is not an array.', '/batch');
  const at = twice?.duplicateOutside ?? '';
  return at === '' ? undefined : reason('DUPLICATE_KEY', 'The batch names a key twice.', at);
}

/** Valid JSON around text that is not UTF-8: each item is judged on its own bytes, so the others of its batch live. */
function decodeBroken(bytes: Uint8Array, route: EventType | undefined): DecodedBody {
  const text = charactersOf(bytes);
  const json = parseJson(text);
  if (json === undefined) {
    return text.includes('\n') && bytes.includes(0x7b)
      ? decodeLines(bytes, text, route)
      : { ok: false, reason: reason('NOT_UTF8', 'The body is neither UTF-8 nor JSON.') };
  }
  const raw = decodeJson({ json, text, bytesOf: bytesOfCharacters }, route);
  if (!raw.ok) return raw;
  const items = raw.items.map((_, index): DecodedItem => {
    const own = raw.bytesOf(index);
    if (utf8TextOf(own) === undefined)
      return { ok: false, reason: reason('NOT_UTF8', 'The event is not valid UTF-8.') };
    const again = decodeBody(own, route);
    return (
      (again.ok ? again.items[0] : undefined) ?? { ok: false, reason: reason('NOT_JSON', 'The event is not JSON.') }
    );
  });
  return { ...raw, items };
}

interface LineItem {
  readonly item: DecodedItem;
  bytes(): Uint8Array;
}

/** One event per line. A line that is not JSON is refused alone, as long as any other line is an event. */
function decodeLines(bytes: Uint8Array, text: string, route: EventType | undefined): DecodedBody {
  const nothing = { ok: false, reason: reason('NOT_JSON', 'The body is not JSON.') } as const;
  if (!text.includes('\n')) return nothing;
  const items: LineItem[] = [];
  let writeKey: string | undefined;
  for (const line of linesOf(bytes)) {
    const body = decodeBody(line, route);
    if (body.ok) items.push(...body.items.map((item, index) => ({ item, bytes: () => body.bytesOf(index) })));
    else items.push({ item: { ok: false, reason: body.reason }, bytes: () => line });
    writeKey ??= body.writeKey;
    if (items.length > mostEvents) break; // what follows could only cost
  }
  if (!items.some(({ item }) => item.ok)) return nothing;
  const tooMany = batchTooLarge(items.length, 0);
  if (tooMany) return { ok: false, reason: tooMany, writeKey };
  return {
    ok: true,
    items: items.map(({ item }) => item),
    writeKey,
    bytesOf: (index) => items[index]?.bytes() ?? new Uint8Array(),
  };
}

/** Those that are not blank. */
function* linesOf(bytes: Uint8Array): Generator<Uint8Array, void, undefined> {
  for (let start = 0; start < bytes.length;) {
    const found = bytes.indexOf(0x0a, start);
    const end = found < 0 ? bytes.length : found;
    const line = bytes.subarray(start, end);
    if (line.some((byte) => byte > 0x20)) yield line;
    start = end + 1;
  }
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

function writeKeyOf(value: unknown): string | undefined {
  const key = member(value, 'writeKey');
  return typeof key === 'string' && key !== '' ? key : undefined;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
