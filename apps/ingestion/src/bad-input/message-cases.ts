/** What channels write onto `event.received` themselves and is no event of the contract, bare or in a CloudEvent. */
import { gzipSync } from 'node:zlib';
import { sound } from './case.ts';

export interface BadMessage {
  readonly what: string;
  readonly value: string | Buffer | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly code: Uppercase<string>;
}

const message = (
  what: string,
  code: Uppercase<string>,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): BadMessage => ({
  ...{ what, code, headers },
  value: value === null || typeof value === 'string' || Buffer.isBuffer(value) ? value : JSON.stringify(value),
});

const contract = { source: 'shop', door: 'kafka', receivedAt: '2026-03-01T10:00:00.000Z', payload: sound };
const envelope = { specversion: '1.0', id: 'c-1', source: 'till-7', type: 'shop.poured', data: sound };
const binary = { ce_specversion: '1.0', ce_source: 'till-7', ce_type: 'shop.poured' };

export const messageCases: readonly BadMessage[] = [
  message('a tombstone', 'NOT_AN_OBJECT', null),
  message('nothing', 'NOT_JSON', ''),
  message('UTF-16', 'NOT_JSON', Buffer.from('{"type":"page"}', 'utf16le')),
  message('a gzip', 'NOT_UTF8', gzipSync(JSON.stringify(sound))),
  message('Avro with the number of its schema', 'NOT_JSON', Buffer.from([0, 0, 0, 0, 7, 6, 0x75, 0x2d, 0x31])),
  message('bytes that are no text', 'NOT_UTF8', Buffer.from([0x7b, 0xff, 0x7d])),
  message('two events in a list', 'NOT_AN_OBJECT', [sound, sound]),
  message('the contract without anything', 'SCHEMA_MISMATCH', { payload: {} }),
  message('the contract with an unknown door', 'SCHEMA_MISMATCH', { ...contract, door: 'window' }),
  message('the contract without its source', 'SCHEMA_MISMATCH', { ...contract, source: '' }),
  message('the contract with a source of 65 characters', 'SCHEMA_MISMATCH', { ...contract, source: 's'.repeat(65) }),
  message('the contract with a list as payload', 'SCHEMA_MISMATCH', { ...contract, payload: [sound] }),
  message('the contract with a text as payload', 'SCHEMA_MISMATCH', { ...contract, payload: JSON.stringify(sound) }),
  message('the contract with a time that is none', 'SCHEMA_MISMATCH', { ...contract, receivedAt: 'now' }),
  message('the contract with an unknown sender', 'SCHEMA_MISMATCH', { ...contract, sender: 'nobody' }),
  message('the contract around an event of nobody', 'MISSING_IDENTITY', { ...contract, payload: { type: 'page' } }),
  message('the contract around an event of no type', 'UNKNOWN_TYPE', { ...contract, payload: { userId: 'u' } }),
  message(
    'the contract around a key twice',
    'DUPLICATE_KEY',
    '{"source":"shop","door":"kafka","receivedAt":"2026-03-01T10:00:00.000Z","payload":{"type":"page","userId":"u","userId":"v"}}',
  ),
  message('a CloudEvent without data', 'NOT_AN_OBJECT', { ...envelope, data: undefined }),
  message('a CloudEvent whose data is null', 'NOT_AN_OBJECT', { ...envelope, data: null }),
  message('a CloudEvent whose data is a text', 'NOT_AN_OBJECT', { ...envelope, data: JSON.stringify(sound) }),
  message('a CloudEvent whose data is base64', 'NOT_AN_OBJECT', {
    ...envelope,
    data: undefined,
    data_base64: btoa(JSON.stringify(sound)),
  }),
  message('a CloudEvent around an event of nobody', 'MISSING_IDENTITY', { ...envelope, data: { type: 'page' } }),
  message('a CloudEvent with an id of 600 characters', 'INVALID_FIELD', { ...envelope, id: 'c'.repeat(600) }),
  message('a CloudEvent of a time that does not exist', 'INVALID_TIMESTAMP', {
    ...envelope,
    id: 'c-2',
    time: '2026-02-30T00:00:00Z',
  }),
  message('a CloudEvent whose version is a number', 'UNKNOWN_TYPE', { ...envelope, specversion: 1 }),
  message('a list of CloudEvents', 'NOT_AN_OBJECT', [envelope]),
  message('a header with an id of 600 characters', 'INVALID_FIELD', sound, { ...binary, ce_id: 'c'.repeat(600) }),
  message(
    'headers around an event of nobody',
    'MISSING_IDENTITY',
    { type: 'page' },
    { ...binary, ce_id: 'c-3', ce_time: 'soon' },
  ),
];
