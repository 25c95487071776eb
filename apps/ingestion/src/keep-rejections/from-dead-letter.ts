/** Turns a dead letter of `event.received` into a rejection, with the bytes as they stood on the log. */
import { type DeadLettered, EventReceived, type EventRejected } from '@tributary/contracts';
import { duplicateIn, hash128, isObject, isReasonCode, member, reason } from '@tributary/domain-collection';
import { type KnownBridge } from '../bridge-topics/bridge-directory.ts';
import { bridgedRejection, refusedMessage } from '../bridge-topics/bridged-rejection.ts';
import { channelSource } from '../store-events/read-message.ts';

/** Longer ones are refused as such; their beginning is enough to find them. */
const longestId = 512;

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
    ...(typeof messageId === 'string' ? { messageId: messageId.slice(0, longestId) } : {}),
    code: letter.reason,
    detail: letter.detail,
    fix,
    bytes,
  };
}

/** A message of a bridged topic that failed by itself, or ended the process: the handler of the bridge has refused nothing. */
export function bridgedRejectionOf(
  letter: DeadLettered,
  bridge: string,
  known: KnownBridge | undefined,
): EventRejected {
  const { topic, partition, offset, key, headers, reason: code, detail, at } = letter;
  const place = { bridge, topic, partition, offset, timestamp: letter.timestamp ?? Date.parse(at) };
  const message = refusedMessage({ ...place, key, headers }, letter.value ?? '');
  const fix = isReasonCode(code)
    ? reason(code, detail).fix
    : 'Look into the log of ingestion for what failed; where that is mended, replay the rejection.';
  const source = known?.bridge.source ?? channelSource;
  const sender = known?.kind === 'readable' ? known.sender : undefined;
  return bridgedRejection(message, { code, detail, fix }, { bridge, source, sender, receivedAt: at });
}

/** The message that a door wrote, where the bytes are one; of what is named twice in it, only a part would be read. */
export function receivedIn(base64: string): EventReceived | undefined {
  try {
    const text = Buffer.from(base64, 'base64').toString('utf8');
    const value: unknown = JSON.parse(text);
    return isObject(value) && EventReceived.check(value) && duplicateIn(text, value) === '' ? value : undefined;
  } catch {
    return undefined;
  }
}
