/** Takes the messages of a bridged topic in: each is judged by the mapping of the moment and counted once; the lane makes durable what follows. */
import { type Outcome, type Received, type StoredRecord } from '@tributary/bus';
import { judgeMessage, type JudgedMessage } from '@tributary/domain-collection';
import { type Clock } from '@tributary/telemetry';
import { type ReadableBridge } from './bridge-directory.ts';
import { outcomeOf } from './message-outcome.ts';
import { type Fate, type TallyStore } from './ports.ts';

export interface TakeMessagesParts {
  readonly tallies: Pick<TallyStore, 'count'>;
  readonly clock: Clock;
}

export class TakeMessages {
  constructor(private readonly parts: TakeMessagesParts) {}

  /** All of one partition. */
  async all(readable: ReadableBridge, batch: readonly Received<StoredRecord>[]): Promise<readonly Outcome[]> {
    const { bridge, mapping, sender } = readable;
    const reading = { mapping, source: bridge.source, sender, receivedAt: this.parts.clock.now() };
    const outcomes: Outcome[] = [];
    const fates: Fate[] = [];
    for (const { value: message, traceparent } of batch) {
      if (message === null) throw new Error('A message of a foreign topic was handed over without its record.');
      const judged = judgeMessage(message, reading);
      outcomes.push(outcomeOf(readable, { message, judged, receivedAt: reading.receivedAt, traceparent }));
      fates.push({ offset: message.offset, kind: judged.kind, events: eventsOf(judged) });
    }
    const [first] = batch;
    if (first) await this.parts.tallies.count(bridge, first, fates);
    return outcomes;
  }
}

const eventsOf = (judged: JudgedMessage): number => (judged.kind === 'taken' ? judged.events.length : 0);
