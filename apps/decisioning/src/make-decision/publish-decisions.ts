/**
 * Brings logged decisions onto the bus. The log is the outbox: a decision is durable before it is answered, and is published
 * at least once, whatever crashes; the id of the message is the decision's, so a repetition is known as one.
 */
import { type Output, type Publisher } from '@tributary/bus';
import { profileId, topics, type DecisionMade } from '@tributary/contracts';
import { type Clock, type Logger } from '@tributary/telemetry';
import { type DecisionLog, type DecisionRecord } from '../ports.ts';

/** What another process published this long ago without saying so, it will not say any more. */
const abandonedAfterMs = 10_000;
const sweepEveryMs = 5_000;
const batch = 500;

export class PublishDecisions {
  #waiting: DecisionRecord[] = [];
  #sending: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly log: DecisionLog,
    private readonly publisher: Publisher,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Returns at once; the record is in the log already. */
  soon(record: DecisionRecord): void {
    this.#waiting.push(record);
    this.#sending ??= this.#drain();
  }

  async onModuleInit(): Promise<void> {
    await this.sweep(0);
    this.#timer = setInterval(() => {
      void this.sweep(abandonedAfterMs);
    }, sweepEveryMs);
    this.#timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.#sending;
  }

  async sweep(olderThanMs: number): Promise<void> {
    try {
      const left = await this.log.unpublished(this.clock.now() - olderThanMs, batch);
      await this.#publish(left);
    } catch (error) {
      this.logger.warn({ err: error }, 'Decisions wait to be published');
    }
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      try {
        await this.#publish(this.#waiting.splice(0, batch));
      } catch (error) {
        this.logger.warn({ err: error }, 'Decisions wait to be published'); // the sweep tries again
      }
    }
    // In the same turn as the look at the queue: a decision that came in between would wait for the next one.
    this.#sending = undefined;
  }

  async #publish(records: readonly DecisionRecord[]): Promise<void> {
    if (records.length === 0) return;
    await this.publisher.publish(records.map(madeOutput));
    await this.log.published(records.map(({ decision }) => decision));
  }
}

/** Messages of somebody unknown are keyed by the decision: nothing has to stay in order there. */
export const keyOfRecord = ({ profile, decision }: Pick<DecisionRecord, 'profile' | 'decision'>): string =>
  profile ?? decision;

function madeOutput(record: DecisionRecord): Output<DecisionMade> {
  const { decision, profile, placement, result, fallbackOffer, at } = record;
  const channel = channelOf(record);
  const answered = result.chosen.length > 0 ? result.chosen : fallbackOffer === null ? [] : [fallbackOffer.id];
  return {
    topic: topics.decisionMade,
    key: keyOfRecord(record),
    id: `${decision}:made`,
    time: at,
    value: {
      decision,
      ...(profile === null ? {} : { profile: profileId(profile) }),
      placement: placement.id,
      ...(channel === undefined ? {} : { channel }),
      offers: [...answered],
      fallback: result.chosen.length === 0 && result.fallback !== null,
      candidates: result.candidates.map((candidate) => ({ ...candidate })),
      at: new Date(at).toISOString(),
    },
  };
}

function channelOf({ inputs }: DecisionRecord): string | undefined {
  const parsed: unknown = JSON.parse(inputs);
  const channel = typeof parsed === 'object' && parsed !== null && 'channel' in parsed ? parsed.channel : undefined;
  return typeof channel === 'string' ? channel : undefined;
}
