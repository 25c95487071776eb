/** A message of somebody else's topic, and what a mapping may read of it besides its value. */
import { type JsonObject } from '@tributary/contracts';
import { utf8TextOf } from '../bytes.ts';

export interface TopicMessage {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Milliseconds, as the message has it. */
  readonly timestamp: number;
  readonly key: Uint8Array | null;
  /** `null`: a tombstone. */
  readonly value: Uint8Array | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** The last moment that RFC 3339 can write: producers put anything into the field, and -1 where they know nothing. */
const latest = 253_402_300_799_999;

/**
 * Columns beside those of the value: `$topic`, `$partition`, `$offset`, `$timestamp` (RFC 3339), `$key`, `$header/<name>`. A member of the
 * value that bears such a name is hidden by it, so that a mapping always means the same. A key that is no text is none of them.
 */
export function attributesOf({ topic, partition, offset, timestamp, key, headers }: TopicMessage): JsonObject {
  const text = key === null ? undefined : utf8TextOf(key);
  const isTime = timestamp >= 0 && timestamp <= latest;
  return {
    $topic: topic,
    $partition: partition,
    $offset: offset,
    ...(isTime ? { $timestamp: new Date(timestamp).toISOString() } : {}),
    ...(text === undefined ? {} : { $key: text }),
    ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [`$header/${name}`, value])),
  };
}

/**
 * Where the message stands for good: what ids are derived from. The time is a part of it, so that the messages of a topic which was deleted
 * and made anew are others, although their offsets begin again.
 */
export const placeOf = ({ topic, partition, offset, timestamp }: TopicMessage): readonly string[] =>
  [topic, partition, offset, timestamp].map(String);
