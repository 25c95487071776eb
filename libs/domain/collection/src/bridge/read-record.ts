/** Reads the value of a message: one JSON object, as any producer writes it. */
import { type JsonObject } from '@tributary/contracts';
import { parseJson, utf8TextOf, withoutByteOrderMark } from '../bytes.ts';
import { isObject } from '../json.ts';
import { reason, type Reason } from '../reasons.ts';
import { duplicateIn } from '../scan.ts';

export type ReadRecord =
  { readonly ok: true; readonly record: JsonObject } | { readonly ok: false; readonly reason: Reason };

/** A zero and the id of a schema, four bytes: what serializers of a schema registry put before the value. JSON never begins so. */
const schemaIdBytes = 5;

export function readRecord(value: Uint8Array): ReadRecord {
  const hasSchema = value[0] === 0 && value.length > schemaIdBytes;
  const about = hasSchema ? ' It begins with the id of a schema: Avro and Protobuf are not read, JSON is.' : '';
  const text = utf8TextOf(withoutByteOrderMark(hasSchema ? value.subarray(schemaIdBytes) : value));
  if (text === undefined) return refused(reason('NOT_UTF8', `The value is not valid UTF-8.${about}`));
  const json = parseJson(text);
  if (json === undefined) return refused(reason('NOT_JSON', `The value is not JSON.${about}`));
  if (!isObject(json)) return refused(reason('NOT_AN_OBJECT', 'The value is not a JSON object.'));
  if (isDeeper(json, mostLevels)) return refused(reason('TOO_DEEP', `It is nested deeper than ${mostLevels} levels.`));
  const duplicate = duplicateIn(text, json);
  if (duplicate === '') return { ok: true, record: json };
  return refused(reason('DUPLICATE_KEY', 'An object of the value names a key twice.', duplicate));
}

/** More than any record is nested, and far from what a cell can be written with. */
const mostLevels = 100;

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((member) => isDeeper(member, levels - 1)));

const fix = 'Write one JSON object in UTF-8 for each message; convert Avro and Protobuf before.';

/** What the catalogue says of these is for those who send events. */
const refused = (why: Reason): ReadRecord => ({ ok: false, reason: { ...why, fix } });
