/** CloudEvents 1.0 in Kafka's binary mode, read by its specification and by nothing of the product. */

/** A record of a topic as any client sees it. */
export interface LogRecord {
  readonly partition: number;
  readonly offset: number;
  readonly key: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Uint8Array | null;
  /** Milliseconds. */
  readonly timestamp: number;
}

export interface Message {
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: number;
  readonly key: string | null;
  /** `ce_id`, or the place on the log, with the whole name of the topic, where a producer gave none. */
  readonly id: string;
  /** Parsed JSON; undefined where the bytes are none. */
  readonly value: unknown;
  /** The bytes as text. */
  readonly text: string;
}

const utf8 = new TextDecoder();

export function messageOf(topic: string, record: LogRecord): Message {
  const { partition, offset, timestamp, key } = record;
  const text = record.value === null ? '' : utf8.decode(record.value);
  const id = record.headers['ce_id'] ?? `${topic}/${partition}/${offset}`;
  return { partition, offset, timestamp, key, id, value: record.value === null ? null : parsed(text), text };
}

export function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** Members of unknown values, so that nothing is believed of what is read. */
export const at = (value: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>(
    (inner, step) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, step) : undefined),
    value,
  );

export const textAt = (value: unknown, ...path: readonly (string | number)[]): string => {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : '';
};

export const numberAt = (value: unknown, ...path: readonly (string | number)[]): number => {
  const found = at(value, ...path);
  return typeof found === 'number' ? found : Number.NaN;
};

export const listAt = (value: unknown, ...path: readonly (string | number)[]): readonly unknown[] => {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
};
