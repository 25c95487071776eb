/** A refused message of a bridged topic: kept whole, with its place, so that it can be judged again by the mapping of another day. */
import { type EventRejected, type Sender } from '@tributary/contracts';
import { hash128, placeOf, type TopicMessage } from '@tributary/domain-collection';

export interface Refusal {
  readonly code: string;
  readonly detail: string;
  readonly at?: string;
  readonly fix: string;
}

export interface RefusedBy {
  readonly bridge: string;
  readonly source: string;
  readonly sender?: Sender | undefined;
  readonly receivedAt: string;
}

export function bridgedRejection(message: TopicMessage, why: Refusal, by: RefusedBy): EventRejected {
  const { topic, partition, offset, timestamp } = message;
  // What is too large to be kept stands on the topic alone.
  const { key, headers, value } =
    why.code === 'MESSAGE_TOO_LARGE' ? { ...message, key: null, headers: {}, value: null } : message;
  const { bridge, source, sender, receivedAt } = by;
  return {
    rejection: `j_${hash128('bridge', bridge, ...placeOf(message))}`,
    ...{ source, door: 'bridge', receivedAt },
    ...(sender === undefined ? {} : { sender }),
    ...{ code: why.code, detail: why.detail, fix: why.fix, bytes: base64(value ?? new Uint8Array()) },
    ...(why.at === undefined ? {} : { at: why.at }),
    bridged: { bridge, topic, partition, offset, timestamp, key: key === null ? null : base64(key), headers },
  };
}

/** The message as it was read. */
export function refusedMessage(bridged: NonNullable<EventRejected['bridged']>, bytes: string): TopicMessage {
  const { topic, partition, offset, timestamp, key, headers } = bridged;
  const place = { topic, partition, offset, timestamp, headers };
  return { ...place, key: key === null ? null : Buffer.from(key, 'base64'), value: Buffer.from(bytes, 'base64') };
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
