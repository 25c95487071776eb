/** Keeps every rejection where it can be found, once. */
import { type Outcome, type Received } from '@tributary/bus';
import { type DeadLettered, type EventRejected, topics } from '@tributary/contracts';
import { traceparentOf } from '@tributary/telemetry';
import { type CountEvents, type CountReasons } from '../count-events.ts';
import { type RejectionStore } from '../ports.ts';
import { rejectionOf } from './from-dead-letter.ts';

const ok: Outcome = { kind: 'ok', outputs: [] };

export class KeepRejections {
  constructor(
    private readonly rejections: RejectionStore,
    private readonly count: CountEvents,
    private readonly countReason: CountReasons,
  ) {}

  async all(batch: readonly Received<EventRejected>[]): Promise<readonly Outcome[]> {
    const rejections = batch.flatMap(({ value }) => (value === null ? [] : [value]));
    const added = await this.rejections.keep(rejections);
    for (const { rejection, source, door, code } of rejections) {
      if (!added.has(rejection)) continue;
      if (door === 'kafka') this.count(source, 'acknowledged'); // nobody did when a channel wrote it onto the log
      this.count(source, 'rejected');
      this.countReason(code);
    }
    return batch.map(() => ok);
  }

  /** A dead letter of the pipeline is published as a rejection; those of other topics are for the operators alone. */
  fromDeadLetters(batch: readonly Received<DeadLettered>[]): readonly Outcome[] {
    return batch.map(({ value }) => {
      if (value === null || !isReceivedTopic(value.topic)) return ok;
      const rejection = rejectionOf(value);
      const id = rejection.rejection;
      const traceparent = traceparentOf(value.headers['traceparent']);
      const output = {
        topic: topics.eventRejected,
        key: id,
        id,
        value: rejection,
        time: Date.parse(rejection.receivedAt),
        ...(traceparent === undefined ? {} : { traceparent }),
      };
      return { kind: 'ok', outputs: [output] };
    });
  }
}

/** A deployment's namespace stands before the name. */
const isReceivedTopic = (topic: string): boolean =>
  topic === topics.eventReceived.name || topic.endsWith(`.${topics.eventReceived.name}`);
