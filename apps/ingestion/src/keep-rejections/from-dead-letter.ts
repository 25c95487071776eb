/** Turns a dead letter of `event.received` into a rejection, with the bytes as they stood on the log. */
import { type DeadLettered, EventReceived, type EventRejected } from '@tributary/contracts';
import { hash128, isObject, isReasonCode, member, reason } from '@tributary/domain-collection';
import { channelSource } from '../store-events/read-message.ts';

export function rejectionOf(letter: DeadLettered): EventRejected {
  const bytes = letter.value ?? '';
  const received = receivedIn(bytes);
  const messageId = received && member(received.payload, 'messageId');
  // What is not in our catalogue comes from the runner and concerns the contract.
  const { fix } = reason(isReasonCode(letter.reason) ? letter.reason : 'SCHEMA_MISMATCH', letter.detail);
  return {
    rejection: `j_${hash128(letter.topic, String(letter.partition), String(letter.offset))}`,
    source: received?.source ?? channelSource,
    door: received?.door ?? 'kafka',
    receivedAt: received?.receivedAt ?? letter.at,
    ...(received?.sender === undefined ? {} : { sender: received.sender }),
    ...(typeof messageId === 'string' ? { messageId } : {}),
    code: letter.reason,
    detail: letter.detail,
    fix,
    bytes,
  };
}

/** The message that a door wrote, where the bytes are one. */
export function receivedIn(base64: string): EventReceived | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(base64, 'base64').toString('utf8'));
    return isObject(value) && EventReceived.check(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
