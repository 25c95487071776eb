/** What becomes of one message by rules alone: an arrival to be stored, a refusal, or nothing. */
import { type Received } from '@tributary/bus';
import { type EventReceived, type EventRejected } from '@tributary/contracts';
import { hash128, type Reason, reason, shapeEvent } from '@tributary/domain-collection';
import { toCanonical } from '@tributary/domain-dialects';
import {
  type Finding,
  govern,
  type Governed,
  type SourceRules,
  usualRules,
  type Violation,
} from '@tributary/domain-governance';
import { isRecorded } from '../doors.ts';
import { type Violating } from '../govern-sources/group-violations.ts';
import { type Arrival } from '../ports.ts';
import { readMessage } from './read-message.ts';

export type Judged =
  | {
      readonly kind: 'arrived';
      readonly arrival: Arrival;
      readonly door: EventReceived['door'];
      readonly violating?: Violating;
    }
  | { readonly kind: 'refused'; readonly reason: Reason; readonly violating?: Violating }
  /** Refused, and its bytes are not kept, because they are what nobody wants to keep. */
  | { readonly kind: 'withheld'; readonly rejection: EventRejected }
  | {
      readonly kind: 'suppressed';
      readonly source: string;
      readonly door: EventReceived['door'];
      readonly because: string;
    };

export interface Rules {
  readonly bySource: ReadonlyMap<string, SourceRules>;
  /** For pseudonyms. */
  readonly pepper: string;
}

export function judgeEvent(message: Received<unknown>, { bySource, pepper }: Rules): Judged {
  const read = readMessage(message);
  if (!read.ok) return { kind: 'refused', reason: read.reason };
  const { source, door, receivedAt, sender, payload, ip, replayOf } = read.received;
  const imported = isRecorded(door);
  const shape = shapeEvent({ source, receivedAt: Date.parse(receivedAt), imported, sender, ip, payload });
  if (!shape.ok) return { kind: 'refused', reason: shape.reason };
  const spoken = toCanonical(shape.event);
  const governed = govern(spoken, bySource.get(source) ?? usualRules, pepper);
  switch (governed.kind) {
    case 'suppress':
      return { kind: 'suppressed', source, door, because: governed.because };
    case 'block':
      return blocked(governed, spoken, { message, received: read.received });
    case 'pass': {
      const { event, violations } = governed;
      const { fingerprint } = shape;
      const arrival = { event, fingerprint, receivedId: message.id, json: JSON.stringify(event) };
      return {
        kind: 'arrived',
        arrival,
        door,
        ...(violations.length === 0 ? {} : { violating: { event, violations, replayOf } }),
      };
    }
  }
}

type Blocked = Extract<Governed, { kind: 'block' }>;

function blocked(
  why: Blocked,
  event: Arrival['event'],
  from: { readonly message: Received<unknown>; readonly received: EventReceived },
): Judged {
  if (why.code === 'PLAN_VIOLATION') {
    const { event: redacted, violations } = why;
    const told = reason('PLAN_VIOLATION', violations.map(sentence).join('; '), violations[0]?.at);
    return {
      kind: 'refused',
      reason: told,
      violating: { event: redacted, violations, replayOf: from.received.replayOf },
    };
  }
  const { message, received } = from;
  const { source, door, receivedAt, sender } = received;
  const told = reason('PERSONAL_DATA', foundWords(why.findings), why.findings[0]?.at);
  const rejection: EventRejected = {
    rejection: `j_${hash128(message.topic, String(message.partition), String(message.offset))}`,
    ...{ source, door, receivedAt, messageId: event.messageId, bytes: '' },
    ...(sender === undefined ? {} : { sender }),
    ...told,
  };
  return { kind: 'withheld', rejection };
}

const sentence = ({ kind, at, expected, found }: Violation): string =>
  `${kind}${at === '' ? '' : ` at ${at}`}: expected ${expected}, found ${found}`;

const foundWords = (findings: readonly Finding[]): string =>
  findings.map(({ detector, at }) => `${detector} at ${at}`).join('; ');
