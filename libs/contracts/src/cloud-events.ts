/** CloudEvents 1.0 in Kafka's binary mode: attributes in `ce_*` headers, the value as JSON. */
import { instantText } from './instant-text.ts';
import { type ContractError } from './message.ts';
import { type Topic } from './topic.ts';
import { utf8BytesOf } from './utf8.ts';

/** The attributes that travel beside the value. */
export interface Attributes {
  readonly id: string;
  /** Who produced it, e.g. `identity`. */
  readonly source: string;
  /** Event time, milliseconds. */
  readonly time: number;
  readonly traceparent?: string | undefined;
}

export interface Encoded {
  readonly headers: Record<string, string>;
  readonly value: Uint8Array | null;
}

export type Decoded<T> =
  | { readonly ok: true; readonly attributes: Attributes; readonly value: T | null }
  | { readonly ok: false; readonly reason: 'NOT_UTF8' | 'NOT_JSON' | 'SCHEMA_MISMATCH'; readonly detail: string };

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

/** `json`: the value as text, where somebody has written it already. */
export function encode<T>(
  topic: Topic<T>,
  attributes: Attributes,
  value: T | null,
  json = JSON.stringify(value),
): Encoded {
  const headers: Record<string, string> = {
    ce_specversion: '1.0',
    ce_id: attributes.id,
    ce_source: attributes.source,
    ce_type: topic.message.name,
    ce_time: instantText(attributes.time),
    'content-type': 'application/json',
  };
  if (attributes.traceparent !== undefined) headers['traceparent'] = attributes.traceparent;
  return { headers, value: value === null ? null : utf8BytesOf(json) };
}

/** `fallback` serves producers that send no CloudEvents attributes: the place of the record on the log identifies it. */
export function decode<T>(topic: Topic<T>, record: Encoded, fallback: Attributes): Decoded<T> {
  const attributes = {
    id: record.headers['ce_id'] ?? fallback.id,
    source: record.headers['ce_source'] ?? fallback.source,
    time: timeOf(record.headers['ce_time']) ?? fallback.time,
    traceparent: record.headers['traceparent'],
  };
  if (record.value === null) return { ok: true, attributes, value: null };
  const text = textOf(record.value);
  if (text === undefined) return { ok: false, reason: 'NOT_UTF8', detail: 'The value is not valid UTF-8.' };
  const value = jsonOf(text);
  if (value === undefined) return { ok: false, reason: 'NOT_JSON', detail: 'The value is not JSON.' };
  if (topic.message.check(value)) return { ok: true, attributes, value };
  return { ok: false, reason: 'SCHEMA_MISMATCH', detail: describe(topic.message.errors(value)) };
}

function timeOf(text: string | undefined): number | undefined {
  const time = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return undefined;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown; // eslint-disable-line no-restricted-syntax -- JSON.parse answers any
  } catch {
    return undefined;
  }
}

const describe = (errors: readonly ContractError[]): string =>
  errors.map((error) => `${error.at === '' ? '/' : error.at}: ${error.message}`).join('; ');
