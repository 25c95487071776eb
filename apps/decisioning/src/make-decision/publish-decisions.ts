/**
 * Brings logged decisions onto the bus. The log is the outbox: a decision is durable before it is answered, and is published
 * at least once, whatever crashes; the id of the message is the decision's, so a repetition is known as one.
 */
import { Loop, type Output, type Publisher } from '@tributary/bus';
import { profileId, topics, type DecisionMade } from '@tributary/contracts';
import { OutboxRelay } from '@tributary/mongo';
import { Background } from '@tributary/runtime';
import { type Clock, type Logger } from '@tributary/telemetry';
import { type DecisionLog, type DecisionRecord } from '../ports.ts';

/** What another process published this long ago without saying so, it will not say any more. */
const abandonedAfterMs = 10_000;
const sweepEveryMs = 5_000;
const batch = 500;

export interface PublishDecisionsParts {
  readonly log: DecisionLog;
  readonly publisher: Publisher;
  readonly clock: Clock;
  readonly logger: Logger;
}

export class PublishDecisions {
  #waiting: DecisionRecord[] = [];
  readonly #relay: OutboxRelay<DecisionRecord>;
  readonly #sending = new Loop(() => this.#drain());
  readonly #sweeping: Background;

  constructor(private readonly parts: PublishDecisionsParts) {
    const { log, publisher, logger } = parts;
    const publish = (records: readonly DecisionRecord[]) => publisher.publish(records.map(madeOutput));
    this.#relay = new OutboxRelay({ outbox: log, publish });
    this.#sweeping = new Background({
      name: 'publish decisions that were left behind',
      everyMs: sweepEveryMs,
      log: logger,
      round: async () => {
        if ((await this.#sweep(abandonedAfterMs)) === batch) this.#sweeping.wake();
      },
    });
  }

  /** Returns at once; the record is in the log already. */
  soon(record: DecisionRecord): void {
    this.#waiting.push(record);
    this.#sending.wake();
  }

  /** What this process left before it was started again goes out without waiting. */
  async onModuleInit(): Promise<void> {
    await this.#orWait(() => this.#sweep(0));
    this.#sweeping.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.#sweeping.stop();
  }

  /** After the last request has been answered. */
  async onApplicationShutdown(): Promise<void> {
    await this.#sending.settled();
  }

  #sweep(olderThanMs: number): Promise<number> {
    return this.#relay.sweep(this.parts.clock.now() - olderThanMs, batch);
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) await this.#orWait(() => this.#relay.send(this.#waiting.splice(0, batch)));
  }

  /** What fails now is still in the log, and the sweep tries again. */
  async #orWait(publish: () => Promise<unknown>): Promise<void> {
    try {
      await publish();
    } catch (error) {
      this.parts.logger.warn({ err: error }, 'Decisions wait to be published');
    }
  }
}

/** Messages of somebody unknown are keyed by the decision: nothing has to stay in order there. */
export const keyOfRecord = ({ profile, decision }: Pick<DecisionRecord, 'profile' | 'decision'>): string =>
  profile ?? decision;

function madeOutput(record: DecisionRecord): Output<DecisionMade> {
  const { decision, profile, placement, result, fallbackOffer, at, traceparent } = record;
  const channel = channelOf(record);
  const answered = result.chosen.length > 0 ? result.chosen : fallbackOffer === null ? [] : [fallbackOffer.id];
  return {
    topic: topics.decisionMade,
    key: keyOfRecord(record),
    id: `${decision}:made`,
    time: at,
    ...(traceparent === undefined ? {} : { traceparent }),
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
