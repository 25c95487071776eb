/**
 * The pipeline after the doors: shape → time repair → vocabulary → rules of the source (consent, robots, plan, personal data, address) → archive, which is
 * the deduplication → `event.collected`.
 */
import { inSlices, type Outcome, type Received, RecentIds } from '@tributary/bus';
import { type EventReceived, topics } from '@tributary/contracts';
import { type Reason, type Receipt } from '@tributary/domain-collection';
import { type Clock } from '@tributary/telemetry';
import { type CountEvents, Tally } from '../count-events.ts';
import { isAcknowledgedOnLog } from '../doors.ts';
import { type Violating } from '../govern-sources/group-violations.ts';
import { type NoteViolations } from '../govern-sources/note-violations.ts';
import { type RulesDirectory } from '../govern-sources/rules-directory.ts';
import { type ArchiveStore, type Arrival } from '../ports.ts';
import { judgeEvent, type Judged } from './judge-event.ts';
import { type Progress } from './progress.ts';

/** More than all lanes of a process hold at once, which is what can come again. */
const rememberedIds = 20_000;

export interface StoreEventsParts {
  readonly archive: Pick<ArchiveStore, 'keep'>;
  readonly progress: Pick<Progress, 'passedBefore'>;
  readonly rules: Pick<RulesDirectory, 'current'>;
  readonly violations: Pick<NoteViolations, 'note'>;
  /** For pseudonyms. */
  readonly pepper: string;
  readonly clock: Clock;
  readonly count: CountEvents;
}

export class StoreEvents {
  readonly #counted = new RecentIds(rememberedIds);

  constructor(private readonly parts: StoreEventsParts) {}

  async all(batch: readonly Received<unknown>[]): Promise<readonly Outcome[]> {
    const [begin] = batch;
    if (begin === undefined) return [];
    const { archive, progress, rules, pepper, clock } = this.parts;
    const [passedBefore, bySource] = await Promise.all([progress.passedBefore(begin), rules.current()]);
    const judged = await inSlices(batch, (message) => judgeEvent(message, { bySource, pepper }));
    const arrivals = judged.flatMap((one) => (one.kind === 'arrived' ? [one.arrival] : []));
    const receipts = await archive.keep(arrivals, clock.now());
    const violating: Violating[] = [];
    const tally = new Tally();
    let next = 0;
    const outcomes = judged.map((one, index): Outcome => {
      const message = batch[index];
      const receipt = one.kind === 'arrived' ? receipts[next++] : undefined;
      if (!message || (one.kind === 'arrived' && !receipt)) {
        throw new Error('The archive answered for fewer events than it was given.');
      }
      const again = receipt?.kind === 'ours-again' && message.offset < passedBefore;
      if (!again) violating.push(...this.#count(tally.count, one, { receipt, id: message.id }));
      return again ? { kind: 'duplicate' } : outcomeOf(one, receipt, message);
    });
    tally.tell(this.parts.count);
    await this.parts.violations.note(violating);
    return outcomes;
  }

  /**
   * A batch that failed half-way comes again: each message is counted once, by what became of it the first time. Answers what else of it has to
   * be noted once.
   */
  #count(count: CountEvents, judged: Judged, { receipt, id }: Known): readonly Violating[] {
    if (this.#counted.has(id)) return [];
    this.#counted.add(id);
    if (judged.kind === 'suppressed') {
      acknowledge(judged.door, judged.source, count);
      count(judged.source, 'suppressed');
      return [];
    }
    if (judged.kind === 'withheld') return [];
    const first = receipt?.kind === 'first' || receipt?.kind === 'ours-again';
    if (judged.kind === 'arrived' && receipt) {
      const { source } = judged.arrival.event;
      acknowledge(judged.door, source, count);
      count(source, first ? 'stored' : 'duplicate');
      if (receipt.kind === 'changed-duplicate') count(source, receipt.kind);
    }
    return judged.violating && (first || judged.kind === 'refused') ? [judged.violating] : [];
  }
}

interface Known {
  readonly receipt: Receipt | undefined;
  /** Of the message. */
  readonly id: string;
}

function acknowledge(door: EventReceived['door'], source: string, count: CountEvents): void {
  if (isAcknowledgedOnLog(door)) count(source, 'acknowledged');
}

function outcomeOf(judged: Judged, receipt: Receipt | undefined, { traceparent }: Received<unknown>): Outcome {
  switch (judged.kind) {
    case 'refused':
      return deadLetter(judged.reason);
    case 'suppressed':
      return { kind: 'suppressed', reason: judged.because };
    case 'withheld': {
      const { rejection, receivedAt } = judged.rejection;
      const message = { topic: topics.eventRejected, key: rejection, id: rejection, value: judged.rejection };
      return { kind: 'ok', outputs: [{ ...message, time: Date.parse(receivedAt), ...traced(traceparent) }] };
    }
    case 'arrived':
      return receipt?.kind === 'first' || receipt?.kind === 'ours-again'
        ? collected(judged.arrival, traceparent)
        : { kind: 'duplicate' };
  }
}

const traced = (traceparent: string | undefined) => (traceparent === undefined ? {} : { traceparent });

function collected({ event, json }: Arrival, traceparent: string | undefined): Outcome {
  const message = { topic: topics.eventCollected, key: event.record, id: event.event, value: event, json };
  return { kind: 'ok', outputs: [{ ...message, time: Date.parse(event.time), ...traced(traceparent) }] };
}

/** The runner keeps the original bytes; the dead letter becomes a rejection that can be replayed. */
const deadLetter = ({ code, detail, at }: Reason): Outcome => ({
  kind: 'dead-letter',
  reason: code,
  detail: at === undefined ? detail : `${at}: ${detail}`,
});
