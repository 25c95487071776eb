/** The pipeline after the doors: shape → time repair → archive, which is the deduplication → `event.collected`. */
import { type Outcome, type Received } from '@tributary/bus';
import { type EventCollected, type EventReceived, topics } from '@tributary/contracts';
import { type Reason, type Receipt, shapeEvent } from '@tributary/domain-collection';
import { type Clock } from '@tributary/telemetry';
import { type CountEvents } from '../count-events.ts';
import { type ArchiveStore, type Arrival } from '../ports.ts';
import { type Progress } from './progress.ts';
import { readMessage } from './read-message.ts';
import { RecentIds } from './recent-ids.ts';

interface Arrived {
  readonly arrival: Arrival;
  readonly door: EventReceived['door'];
}
type Step = Arrived | { readonly refused: Reason };

/** More than all lanes of a process hold at once, which is what can come again. */
const rememberedIds = 20_000;

export interface StoreEventsParts {
  readonly archive: Pick<ArchiveStore, 'keep'>;
  readonly progress: Pick<Progress, 'passedBefore'>;
  readonly clock: Clock;
  readonly count: CountEvents;
}

export class StoreEvents {
  readonly #counted = new RecentIds(rememberedIds);

  constructor(private readonly parts: StoreEventsParts) {}

  async all(batch: readonly Received<unknown>[]): Promise<readonly Outcome[]> {
    const [begin] = batch;
    if (begin === undefined) return [];
    const { archive, progress, clock } = this.parts;
    const passedBefore = await progress.passedBefore(begin);
    const steps = batch.map(shape);
    const arrivals = steps.flatMap((step) => ('arrival' in step ? [step.arrival] : []));
    const receipts = await archive.keep(arrivals, clock.now());
    let next = 0;
    return steps.map((step, index) => {
      if ('refused' in step) return deadLetter(step.refused);
      const receipt = receipts[next++];
      const message = batch[index];
      if (!receipt || !message) throw new Error('The archive answered for fewer events than it was given.');
      if (receipt.kind === 'ours-again' && message.offset < passedBefore) return { kind: 'duplicate' };
      this.#count(step, receipt);
      return outcomeOf(step.arrival.event, receipt, message.traceparent);
    });
  }

  /** A batch that failed half-way comes again: each message is counted once, by what became of it the first time. */
  #count({ arrival, door }: Arrived, { kind }: Receipt): void {
    if (!this.#counted.add(arrival.receivedId)) return;
    const { count } = this.parts;
    const { source } = arrival.event;
    // Nobody acknowledges what a channel writes onto the log itself: it is in our hands from here on.
    if (door === 'kafka') count(source, 'acknowledged');
    count(source, kind === 'first' || kind === 'ours-again' ? 'stored' : 'duplicate');
    if (kind === 'changed-duplicate') count(source, kind);
  }
}

function shape(message: Received<unknown>): Step {
  const read = readMessage(message);
  if (!read.ok) return { refused: read.reason };
  const { source, door, receivedAt, sender, payload, ip } = read.received;
  const shape = shapeEvent({
    source,
    receivedAt: Date.parse(receivedAt),
    imported: door === 'file',
    sender,
    ip,
    payload,
  });
  return shape.ok ? { arrival: { ...shape, receivedId: message.id }, door } : { refused: shape.reason };
}

const outcomeOf = (event: EventCollected, { kind }: Receipt, traceparent: string | undefined): Outcome =>
  kind === 'first' || kind === 'ours-again' ? collected(event, traceparent) : { kind: 'duplicate' };

function collected(event: EventCollected, traceparent: string | undefined): Outcome {
  const output = {
    topic: topics.eventCollected,
    key: event.record,
    id: event.event,
    value: event,
    time: Date.parse(event.time),
    ...(traceparent === undefined ? {} : { traceparent }),
  };
  return { kind: 'ok', outputs: [output] };
}

/** The runner keeps the original bytes; the dead letter becomes a rejection that can be replayed. */
const deadLetter = ({ code, detail, at }: Reason): Outcome => ({
  kind: 'dead-letter',
  reason: code,
  detail: at === undefined ? detail : `${at}: ${detail}`,
});
