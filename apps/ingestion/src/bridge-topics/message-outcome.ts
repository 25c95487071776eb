/** What a judged message publishes: its events, or its refusal. */
import { type Outcome } from '@tributary/bus';
import { type EventReceived, topics } from '@tributary/contracts';
import { type JudgedMessage, placeOf, type TopicMessage } from '@tributary/domain-collection';
import { bridgedRejection } from './bridged-rejection.ts';
import { type ReadableBridge } from './bridge-directory.ts';

export interface Judgement {
  readonly message: TopicMessage;
  readonly judged: JudgedMessage;
  /** Milliseconds. */
  readonly receivedAt: number;
  readonly traceparent: string | undefined;
}

export function outcomeOf({ bridge, sender }: ReadableBridge, judgement: Judgement): Outcome {
  const { message, judged, receivedAt, traceparent } = judgement;
  const at = { time: receivedAt, ...(traceparent === undefined ? {} : { traceparent }) };
  const { source } = bridge;
  const said = { source, receivedAt: new Date(receivedAt).toISOString(), sender };
  switch (judged.kind) {
    case 'left-out':
      return { kind: 'suppressed', reason: judged.because };
    case 'rejected': {
      const value = bridgedRejection(message, judged.reason, { ...said, bridge: bridge.name });
      const id = value.rejection;
      return { kind: 'ok', outputs: [{ topic: topics.eventRejected, key: id, id, value, ...at }] };
    }
    case 'taken': {
      // Two bridges may read one topic: their events are told apart here, and by the archive.
      const id = ['bridge', bridge.name, ...placeOf(message)].join('/');
      const outputs = judged.events.map(({ record, payload }, index) => {
        const value: EventReceived = { ...said, door: 'bridge', payload };
        return { topic: topics.eventReceived, key: record, id: `${id}:${index}`, value, ...at };
      });
      return { kind: 'ok', outputs };
    }
  }
}
