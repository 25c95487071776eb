/** Bad events in the dialects of other clients: each gets the answer that its client expects, and stands beside a sound one. */

export interface BadDialect {
  readonly what: string;
  readonly path: string;
  readonly body: (marker: string) => string;
  /** Of the answer. */
  readonly status: number;
  /** Of the event that was refused and kept. */
  readonly code: Uppercase<string>;
}

const key = 'test-write-key';
const written = (item: object | string): string => (typeof item === 'string' ? item : JSON.stringify(item));

const posthog = (what: string, code: Uppercase<string>, item: object | string): BadDialect => ({
  what: `PostHog: ${what}`,
  path: '/batch/',
  body: (marker) =>
    `{"api_key":"${key}","batch":[${written(item)},${written({ event: 'Tea Poured', distinct_id: 'd-1', uuid: marker, properties: { marker } })}]}`,
  ...{ status: 200, code },
});
const snowplow = (what: string, code: Uppercase<string>, item: object | string): BadDialect => ({
  what: `Snowplow: ${what}`,
  path: `/com.snowplowanalytics.snowplow/tp2?writeKey=${key}`,
  body: (marker) =>
    `{"schema":"iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4","data":[${written(item)},${written({ e: 'se', se_ca: 'tea', se_ac: 'pour', se_la: marker, eid: marker, duid: 'd-1' })}]}`,
  ...{ status: 200, code },
});
const ga4 = (what: string, code: Uppercase<string>, item: object | string): BadDialect => ({
  what: `GA4: ${what}`,
  path: `/mp/collect?measurement_id=G-1&api_secret=${key}`,
  body: (marker) =>
    `{"client_id":"c.1","events":[${written(item)},${written({ name: 'pour_tea', params: { marker } })}]}`,
  ...{ status: 204, code },
});

const capture = { event: 'Tea Poured', distinct_id: 'd-1', properties: {} };
const view = { e: 'pv', duid: 'd-1' };
const pour = { name: 'pour_tea', params: {} };

export const dialectCases: readonly BadDialect[] = [
  posthog('nobody', 'MISSING_IDENTITY', { ...capture, distinct_id: undefined }),
  posthog('a visitor without cookies', 'MISSING_IDENTITY', { ...capture, distinct_id: '$posthog_cookieless' }),
  posthog('a placeholder', 'PLACEHOLDER_IDENTITY', { ...capture, distinct_id: 'null' }),
  posthog('an object as id', 'INVALID_FIELD', { ...capture, distinct_id: { id: 1 } }),
  posthog('no name', 'MISSING_EVENT_NAME', { ...capture, event: undefined }),
  posthog('a number as name', 'INVALID_FIELD', { ...capture, event: 7 }),
  posthog('an object as id of the event', 'INVALID_FIELD', { ...capture, uuid: {} }),
  posthog('a time that does not exist', 'INVALID_TIMESTAMP', { ...capture, timestamp: '2026-02-30T00:00:00Z' }),
  posthog(
    'a key of the language',
    'FORBIDDEN_KEY',
    '{"event":"x","distinct_id":"d","properties":{"__proto__":{"a":1}}}',
  ),
  posthog('NUL in a key', 'INVALID_KEY', { ...capture, properties: { 'a\0': 1 } }),
  posthog('a number beyond a double', 'NON_FINITE_NUMBER', '{"event":"x","distinct_id":"d","properties":{"a":1e999}}'),
  posthog('half a surrogate pair', 'LONE_SURROGATE', { ...capture, properties: { a: '\ud800' } }),
  posthog('a key twice', 'DUPLICATE_KEY', '{"event":"x","event":"y","distinct_id":"d"}'),
  posthog('a number', 'NOT_AN_OBJECT', '7'),
  posthog('40 KB', 'EVENT_TOO_LARGE', { ...capture, properties: { a: 'x'.repeat(40_000) } }),
  posthog(
    '100,000 levels',
    'TOO_DEEP',
    `{"event":"x","distinct_id":"d","properties":{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`,
  ),
  snowplow('nobody', 'MISSING_IDENTITY', { e: 'pv' }),
  snowplow('a placeholder', 'PLACEHOLDER_IDENTITY', { e: 'pv', duid: '00000000-0000-0000-0000-000000000000' }),
  snowplow('no kind', 'UNKNOWN_TYPE', { duid: 'd-1' }),
  snowplow('an unknown kind', 'UNKNOWN_TYPE', { ...view, e: 'zz' }),
  snowplow('a kind that every object has', 'UNKNOWN_TYPE', { ...view, e: 'constructor' }),
  snowplow('an event that describes itself by nothing', 'MISSING_EVENT_NAME', { ...view, e: 'ue' }),
  snowplow('a description that is no JSON', 'NOT_JSON', { ...view, e: 'ue', ue_pr: '{' }),
  snowplow('a description that is no base64', 'NOT_JSON', { ...view, e: 'ue', ue_px: '%' }),
  snowplow('a description that is no text', 'NOT_JSON', { ...view, e: 'ue', ue_pr: 7 }),
  snowplow('contexts with a key twice', 'DUPLICATE_KEY', { ...view, co: '{"data":[],"data":[]}' }),
  snowplow('contexts that are a list', 'NOT_AN_OBJECT', { ...view, co: '[]' }),
  snowplow('a number beyond a double in a context', 'NON_FINITE_NUMBER', {
    ...view,
    co: '{"data":[{"schema":"iglu:a/b/jsonschema/1-0-0","data":{"a":1e999}}]}',
  }),
  snowplow('a time that is no number', 'INVALID_TIMESTAMP', { ...view, dtm: 'soon' }),
  snowplow('a time beyond all times', 'INVALID_TIMESTAMP', { ...view, dtm: '99999999999999999' }),
  snowplow('a text', 'NOT_AN_OBJECT', '"pv"'),
  ga4('a name that is missing', 'MISSING_EVENT_NAME', { ...pour, name: undefined }),
  ga4('a list as name', 'INVALID_FIELD', { ...pour, name: ['x'] }),
  ga4('a time that is none', 'INVALID_TIMESTAMP', { ...pour, timestamp_micros: 'soon' }),
  ga4('a time before 1970', 'INVALID_TIMESTAMP', { ...pour, timestamp_micros: -5 }),
  ga4('NUL in a parameter', 'INVALID_KEY', { ...pour, params: { 'a\0': 1 } }),
  ga4('a number beyond a double', 'NON_FINITE_NUMBER', '{"name":"x","params":{"value":-1e999}}'),
  ga4('an integer beyond 2^53', 'UNSAFE_INTEGER', '{"name":"x","params":{"a":9007199254740993}}'),
  ga4('a parameter of the language', 'FORBIDDEN_KEY', '{"name":"x","params":{"constructor":1}}'),
  ga4('null', 'NOT_AN_OBJECT', 'null'),
];
