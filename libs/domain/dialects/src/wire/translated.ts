/** Items translated into events, in the form in which every door hands them on. */
import { type JsonObject } from '@tributary/contracts';
import { type DecodedBody, type DecodedItem, hash128, member } from '@tributary/domain-collection';
import { isWritable, utf8, writeJson } from './encoding.ts';
import { type RawItem } from './open-body.ts';

interface Translated {
  readonly raw: RawItem;
  readonly item: DecodedItem;
}

/** An event is kept as what it became, so that it can be judged again by any door; what became none is kept as it came. */
export function bodyOf(translated: readonly Translated[], writeKey: string | undefined): DecodedBody {
  return {
    ok: true,
    items: translated.map(({ item }) => item),
    writeKey,
    bytesOf: (index) => {
      const found = translated[index];
      if (!found) return new Uint8Array();
      const { item, raw } = found;
      return item.ok && isWritable(item.event) ? utf8(writeJson(item.event)) : raw.bytes();
    },
  };
}

export interface Standing {
  /** Milliseconds. */
  readonly receivedAt: number;
  /** Position in the body. */
  readonly index: number;
}

/**
 * An event without an id is known by its content, and one without a time happened when it came: otherwise the second of two
 * equal clicks would be taken for a copy of the first. A retry that tells its time is still recognised.
 */
export function recognisable(event: JsonObject, { receivedAt, index }: Standing): JsonObject {
  // What is too deep to be written is too deep for any door, whatever its id.
  if (member(event, 'messageId') !== undefined || !isWritable(event)) return event;
  const told = member(event, 'timestamp') ?? member(event, 'originalTimestamp');
  const timed = told === undefined ? { ...event, timestamp: new Date(receivedAt).toISOString() } : event;
  const content = writeJson({ ...timed, sentAt: undefined });
  return { ...timed, messageId: `content-${hash128(content, String(index))}` };
}
