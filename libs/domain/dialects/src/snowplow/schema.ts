/** Self-describing JSON of Snowplow: `{schema: "iglu:vendor/name/format/version", data}`. */
import { type JsonObject } from '@tributary/contracts';
import { fromBase64, isObject, member, reason, type Reason } from '@tributary/domain-collection';
import { given } from '../wire/assemble.ts';
import { utf8 } from '../wire/encoding.ts';
import { readOne } from '../wire/open-body.ts';

export interface SelfDescribing {
  /** As sent. */
  readonly schema: string;
  /** `vendor/name`: what a version does not change. */
  readonly key: string;
  readonly name: string;
  readonly data: unknown;
}

export function selfDescribing(value: unknown): SelfDescribing | undefined {
  const schema = member(value, 'schema');
  if (typeof schema !== 'string') return undefined;
  const [vendor, name] = schema.replace(/^iglu:/, '').split('/');
  if (vendor === undefined || name === undefined || name === '') return undefined;
  return { schema, key: `${vendor}/${name}`, name, data: member(value, 'data') };
}

/** The members of the data; data that is no object keeps its place under its own name. */
export const dataOf = ({ data }: SelfDescribing): JsonObject =>
  isObject(data) ? data : data === undefined || data === null ? {} : { data };

/** `parameter` is the one that was read, where there is one. */
type Nested =
  | { readonly ok: true; readonly json: JsonObject | undefined; readonly parameter: string | undefined }
  | { readonly ok: false; readonly reason: Reason };

/** JSON inside a parameter, plain or as base64. A parameter that cannot be read refuses its event: half of an event would be silent loss. */
export function nestedJson(event: JsonObject, plain: string, base64: string): Nested {
  const parameter = [plain, base64].find((name) => given(member(event, name)) !== undefined);
  if (parameter === undefined) return { ok: true, json: undefined, parameter };
  const value = member(event, parameter);
  if (isObject(value)) return { ok: true, json: value, parameter };
  const bytes = typeof value !== 'string' ? undefined : parameter === base64 ? fromBase64(value) : utf8(value);
  if (bytes === undefined) return unreadable(parameter, reason('NOT_JSON', 'It is no text, or not base64.'));
  const read = readOne(bytes);
  return read.ok ? { ok: true, json: read.event, parameter } : unreadable(parameter, read.reason);
}

const unreadable = (parameter: string, { code, detail }: Reason): Nested => ({
  ok: false,
  reason: reason(code, `The parameter ${parameter} cannot be read. ${detail}`, `/${parameter}`),
});
