/** A JSON body as its envelope and its items, each judged alone, so that one bad event costs only itself. */
import { type JsonObject } from '@tributary/contracts';
import {
  batchTooLarge,
  bytesOfCharacters,
  charactersIn,
  charactersOf,
  decodeBody,
  type DecodedItem,
  isObject,
  member,
  parseJson,
  reason,
  type Reason,
  utf8TextOf,
  withoutByteOrderMark,
} from '@tributary/domain-collection';
import { cutArray } from './cut-array.ts';
import { utf8 } from './encoding.ts';

export interface RawItem {
  readonly read: DecodedItem;
  /** As it came. */
  bytes(): Uint8Array;
}

type OpenedBody =
  | {
      readonly ok: true;
      /** What the body says about all its items; empty where it is a bare item or a bare array. */
      readonly envelope: JsonObject;
      readonly items: readonly RawItem[];
    }
  | {
      readonly ok: false;
      readonly reason: Reason;
      /** Where a key may stand that says who sent it; empty where nothing can be read. */
      readonly envelope: JsonObject;
      readonly first: JsonObject;
    };

/** `list` names the member of the envelope that holds the items. */
export function openBody(bytes: Uint8Array, list: string): OpenedBody {
  const whole = withoutByteOrderMark(bytes);
  const valid = utf8TextOf(whole);
  const text = valid ?? charactersOf(whole);
  const encode = valid === undefined ? bytesOfCharacters : utf8;
  const json = parseJson(text);
  if (json === undefined) {
    const why = valid === undefined ? reason('NOT_UTF8', 'The body is neither UTF-8 nor JSON.') : notJson;
    return { ok: false, reason: why, envelope: {}, first: {} };
  }
  const enveloped = isObject(json) && Object.hasOwn(json, list);
  if (!enveloped && !Array.isArray(json)) return { ok: true, envelope: {}, items: [itemOf(text, encode)] };
  const listed = enveloped ? member(json, list) : json;
  const tooLarge = Array.isArray(listed) ? batchTooLarge(listed.length, besides(json, list)) : undefined;
  if (tooLarge) return { ok: false, reason: tooLarge, envelope: objectOf(json), first: firstOf(listed) };
  const cut = cutArray(text, enveloped ? list : undefined);
  if (!cut || !Array.isArray(listed)) {
    const why = reason('INVALID_BATCH', `The member "${list}" is not an array.`, `/${list}`);
    return { ok: true, envelope: {}, items: [{ read: { ok: false, reason: why }, bytes: () => whole }] };
  }
  const envelope = enveloped ? readOne(encode(cut.rest)) : ({ ok: true, event: {} } as const);
  if (!envelope.ok) return { ok: true, envelope: {}, items: [{ read: envelope, bytes: () => whole }] };
  return { ok: true, envelope: envelope.event, items: cut.items.map((item) => itemOf(item, encode)) };
}

/** Characters of what a body says about all its items. */
const besides = (json: unknown, list: string): number =>
  isObject(json) ? charactersIn({ ...json, [list]: undefined }) : 0;

const objectOf = (json: unknown): JsonObject => (isObject(json) ? json : {});

const firstOf = (listed: unknown): JsonObject => objectOf(Array.isArray(listed) ? listed[0] : undefined);

const notJson = reason('NOT_JSON', 'The body is not JSON.');

function itemOf(text: string, encode: (text: string) => Uint8Array): RawItem {
  const bytes = encode(text);
  return { read: readOne(bytes), bytes: () => bytes };
}

/** One JSON object by the rules of every door: keys named twice and broken UTF-8 are refused by name. */
export function readOne(bytes: Uint8Array): DecodedItem {
  const listed = new Uint8Array(bytes.length + 2); // An array of one: a member `batch` of the object opens nothing.
  listed.set([0x5b]);
  listed.set(bytes, 1);
  listed.set([0x5d], bytes.length + 1);
  const body = decodeBody(listed);
  if (!body.ok) return { ok: false, reason: body.reason };
  return body.items[0] ?? { ok: false, reason: notJson };
}
