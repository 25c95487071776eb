/** Bodies that clients of every kind send, and the same with something broken in them: what is nearly right goes furthest in. */
import fc from 'fast-check';
import { eventCases } from '../bad-input/table.ts';

const event =
  '{"type":"track","event":"Tea Poured","userId":"ann","messageId":"m-1","timestamp":"2026-03-01T10:00:00Z","properties":{"a":[1,2.5,null,true],"b":"ß"}}';
const context =
  '{"ip":"10.0.0.1","traits":{"email":"ann@shop.example"},"device":{"id":"d","class":"kiosk"},"consent":{"categoryPreferences":{"a":true}}}';

/** In the Segment wire format. */
export const nativeBodies: readonly string[] = [
  event,
  `[${event},${event}]`,
  `{"batch":[${event},{"type":"page"}],"context":${context},"sentAt":"2026-03-01T10:00:01Z","integrations":{"All":true}}`,
  `${event}\n{"type":"identify","userId":"","anonymousId":"a","context":${context}}\n`,
  `data=${encodeURIComponent(btoa(event.replace('ß', 's')))}`,
  '{"type":"alias","userId":"a","previousId":"b"}',
  '{"type":"group","userId":7,"groupId":"g","traits":{"name":"Acme"}}',
];

export const foreignBodies: readonly string[] = [
  '{"batch":[{"event":"$pageview","distinct_id":"d","uuid":"u-1","properties":{"$current_url":"https://shop.example/?q=1","token":"k"},"timestamp":"2026-03-01T10:00:00Z"}],"sent_at":"2026-03-01T10:00:01Z"}',
  '{"event":"$identify","distinct_id":"ann","$set":{"email":"a@b.example"},"properties":{"$anon_distinct_id":"x","$time":1772000000}}',
  '[{"event":"$autocapture","distinct_id":"d","properties":{"$event_type":"click","$elements":[{"tag_name":"a"}]},"offset":5}]',
  '{"schema":"iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4","data":[{"e":"ue","duid":"d","eid":"e-1","dtm":"1772000000000","ue_pr":"{\\"data\\":{\\"schema\\":\\"iglu:a/b/jsonschema/1-0-0\\",\\"data\\":{\\"x\\":1}}}","co":"{\\"data\\":[]}"}]}',
  '{"data":[{"e":"tr","duid":"d","tr_id":"o","tr_tt":"12.5"},{"e":"pp","duid":"d","pp_mix":"1"}]}',
  '{"client_id":"c.1","user_id":"ann","timestamp_micros":1772000000000000,"user_properties":{"a":{"value":1}},"events":[{"name":"purchase","params":{"transaction_id":"t","items":[{"item_id":"1","price":2}]}}]}',
  ...nativeBodies,
];

/** What parsers stumble over. */
const tokens: readonly string[] = [
  ...[
    '"',
    '\\',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '\n',
    ' ',
    '\0',
    'null',
    'true',
    '-',
    '1e999',
    '9007199254740993',
    '0',
    '.',
  ],
  ...[
    '"__proto__":',
    '"constructor":1,',
    '"batch":',
    '{"batch":[',
    '"context":',
    '"type":"track",',
    '\\ud800',
    '\\u0000',
    'data=',
  ],
  ...[
    '[['.repeat(50),
    '{"a":'.repeat(50),
    '\ufeff',
    '🍵',
    '%',
    '&',
    '=',
    '"userId":"a",',
    '"timestamp":',
    '"2026-02-30T00:00:00Z"',
  ],
];

const inserted = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...tokens).map((token) => Buffer.from(token)) },
  { weight: 2, arbitrary: fc.uint8Array({ maxLength: 6 }).map((bytes) => Buffer.from(bytes)) },
  { weight: 1, arbitrary: fc.json().map((text) => Buffer.from(text)) },
);

/** At a part of the length: bytes are cut out, and others put there. */
const edit = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), cut: fc.nat(12), put: inserted });

const edited = (bytes: Buffer, { at, cut, put }: { at: number; cut: number; put: Buffer }): Buffer => {
  const from = Math.floor(at * bytes.length);
  return Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(from + cut)]);
};

export const nearlyValid = (bodies: readonly string[]): fc.Arbitrary<Buffer> =>
  fc
    .tuple(fc.constantFrom(...bodies), fc.array(edit, { maxLength: 4 }))
    .map(([body, edits]) => edits.reduce(edited, Buffer.from(body)));

const small = eventCases.map(({ bytes }) => bytes).filter(({ length }) => length < 5_000);

/** Events of every kind that is wrong, put together as batches are. */
export const badBatch: fc.Arbitrary<Buffer> = fc
  .tuple(
    fc.array(fc.constantFrom(...small), { maxLength: 8 }),
    fc.constantFrom(['[', ',', ']'], ['{"batch":[', ',', ']}'], ['', '\n', '\n']),
  )
  .map(([items, [opens = '', separates = '', closes = '']]) =>
    Buffer.concat([
      Buffer.from(opens),
      ...items.flatMap((item, index) => (index === 0 ? [item] : [Buffer.from(separates), item])),
      Buffer.from(closes),
    ]),
  );
