/** What becomes of one message of a bridged topic: events that every door would take, nothing, or a refusal with what to do. */
import { type JsonObject, type RecordId, type Sender } from '@tributary/contracts';
import { type Mapping } from '../mapping/mapping.ts';
import { reason, type Reason } from '../reasons.ts';
import { admit } from '../shape.ts';
import { mapMessage, type MappedMessage, ofMapping } from './map-message.ts';
import { type TopicMessage } from './topic-message.ts';

/** By whose mapping a message is judged, and in whose name its events stand. */
export interface Reading {
  readonly mapping: Mapping;
  readonly source: string;
  readonly sender: Sender;
  /** Milliseconds. */
  readonly receivedAt: number;
}

interface AdmittedEvent {
  readonly record: RecordId;
  readonly payload: JsonObject;
}

export type JudgedMessage =
  | { readonly kind: 'taken'; readonly events: readonly AdmittedEvent[] }
  | Extract<MappedMessage, { kind: 'left-out' }>
  | { readonly kind: 'rejected'; readonly reason: Reason };

/** What a refusal keeps is written in base64, a third more: that fits into the 4 MiB that any topic of ours takes. */
const mostBytes = 2_500_000;

export function judgeMessage(message: TopicMessage, reading: Reading): JudgedMessage {
  const bytes = bytesIn(message);
  if (bytes > mostBytes) return rejected(reason('MESSAGE_TOO_LARGE', `The message has ${bytes} bytes.`));
  const mapped = mapMessage(message, reading.mapping);
  switch (mapped.kind) {
    case 'left-out':
      return mapped;
    case 'refused':
      return rejected(mapped.reason);
    case 'events':
      return admitted(mapped.events, reading);
  }
}

/** What a message says once stands in each of its events: in all so many characters at most. */
const mostCharacters = 20_000_000;

/** One event that is refused refuses the message: a replay then sends all of it, and nothing twice. */
function admitted(events: readonly JsonObject[], { source, sender, receivedAt }: Reading): JudgedMessage {
  const all: AdmittedEvent[] = [];
  let characters = 0;
  for (const [index, payload] of events.entries()) {
    if (events.length > 1) characters += JSON.stringify(payload).length;
    if (characters > mostCharacters) {
      const detail = `Its ${events.length} events have more than ${mostCharacters} characters.`;
      return rejected(ofMapping(reason('TOO_MANY_ROWS', detail)));
    }
    const admission = admit({ source, receivedAt, imported: true, sender, payload });
    if (!admission.ok) return rejected(ofMapping(ofEvent(admission.reason, index, events.length)));
    all.push({ record: admission.record, payload });
  }
  return { kind: 'taken', events: all };
}

const ofEvent = (why: Reason, index: number, count: number): Reason =>
  count === 1 ? why : { ...why, detail: `Event ${index + 1} of ${count}: ${why.detail}` };

const rejected = (why: Reason): JudgedMessage => ({ kind: 'rejected', reason: why });

function bytesIn({ key, value, headers }: TopicMessage): number {
  const told = Object.entries(headers).reduce((sum, [name, text]) => sum + name.length + text.length, 0);
  return told + (key?.length ?? 0) + (value?.length ?? 0);
}
