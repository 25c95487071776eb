/** One message is one record: its rows become events together, or it is refused as a whole. */
import { type JsonObject } from '@tributary/contracts';
import { eventsOf, isWanted, readRow } from '../mapping/apply-mapping.ts';
import { eachRowOf } from '../mapping/cell-at.ts';
import { type Mapping, type Row } from '../mapping/mapping.ts';
import { reason, type Reason } from '../reasons.ts';
import { readRecord } from './read-record.ts';
import { attributesOf, placeOf, type TopicMessage } from './topic-message.ts';

export type MappedMessage =
  | { readonly kind: 'events'; readonly events: readonly JsonObject[] }
  /** It is not broken: nobody wants an event of it. */
  | { readonly kind: 'left-out'; readonly because: 'tombstone' | 'no rule' }
  | { readonly kind: 'refused'; readonly reason: Reason };

/** As many events as any door takes at once. */
const mostRows = 2_500;

export function mapMessage(message: TopicMessage, mapping: Mapping): MappedMessage {
  if (message.value === null) return { kind: 'left-out', because: 'tombstone' };
  const read = readRecord(message.value);
  if (!read.ok) return refused(read.reason);
  const raw = rawRows(read.record, message, mapping);
  if ('code' in raw) return refused(ofMapping(raw));
  // Topics hold messages of many kinds: those that no rule wants need not have what the others must have.
  const decisive = readRows(raw, mapping, mapping.decidedBy);
  if ('code' in decisive) return refused(ofMapping(decisive));
  if (!isWanted(decisive, mapping)) return leftOut;
  const rows = readRows(raw, mapping, mapping.reads);
  if ('code' in rows) return refused(ofMapping(rows));
  const events = eventsOf(rows, mapping, new Set(), placeOf(message)).map(({ event }) => event);
  if (events.length > mostRows) return refused(ofMapping(tooMany(`It becomes ${events.length} events.`)));
  return events.length === 0 ? leftOut : { kind: 'events', events };
}

const leftOut: MappedMessage = { kind: 'left-out', because: 'no rule' };
const refused = (why: Reason): MappedMessage => ({ kind: 'refused', reason: why });

/** Of what is right in itself and not for this mapping, or the other way round. */
export const ofMapping = (why: Reason): Reason => ({
  ...why,
  fix: `${why.fix} Where the mapping of the bridge is wrong, correct it and replay the rejection.`,
});

/** The rows of the record with what else is known of the message. */
function rawRows(record: JsonObject, message: TopicMessage, mapping: Mapping): readonly JsonObject[] | Reason {
  const attributes = attributesOf(message);
  if (message.key !== null && !Object.hasOwn(attributes, '$key') && readsKey(mapping)) {
    return reason('NOT_UTF8', 'The key of the message, which the mapping reads, is not valid UTF-8.');
  }
  const list = mapping.format.rows;
  const rows: JsonObject[] = [];
  for (const row of list === undefined ? [record] : eachRowOf(record, list)) {
    if (rows.length === mostRows) return tooMany(`It has more than ${mostRows} rows.`);
    rows.push({ ...row, ...attributes });
  }
  return rows;
}

const readsKey = ({ reads, from }: Mapping): boolean =>
  [...reads].some((name) => (from.get(name) ?? [name]).includes('$key'));

function readRows(raw: readonly JsonObject[], mapping: Mapping, names: ReadonlySet<string>): readonly Row[] | Reason {
  const rows: Row[] = [];
  for (const [index, one] of raw.entries()) {
    const read = readRow(one, index + 1, mapping, names);
    const where = mapping.format.rows === undefined ? '' : `Row ${index + 1}: `;
    if (!read.ok) return reason('INVALID_ROW', `${where}${read.rejected.detail}`);
    rows.push(read.row);
  }
  return rows;
}

const tooMany = (detail: string): Reason => reason('TOO_MANY_ROWS', detail);
