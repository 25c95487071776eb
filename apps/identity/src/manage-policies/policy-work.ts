/** What the management of policies does without being asked: look for activations, bring components under them, and offer what a release brings. */
import { type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Background } from '@tributary/runtime';
import { type Logger } from '@tributary/telemetry';
import { type OfferPolicy } from './offer-policy.ts';
import { type PolicyBook } from './policy-book.ts';
import { type RepartitionJob } from './repartition-job.ts';

export interface PolicyWorkParts {
  readonly book: PolicyBook;
  readonly offer: OfferPolicy;
  readonly repartition: RepartitionJob;
  readonly log: Logger;
}

export class PolicyWork implements OnModuleInit, OnModuleDestroy {
  readonly #looking: Background;
  readonly #partitioning: Background;

  constructor(private readonly parts: PolicyWorkParts) {
    const { book, repartition, log } = parts;
    this.#looking = new Background({
      name: 'look for policies',
      everyMs: 1_000, // a process that has not heard of an activation works by the one before for so long
      log,
      round: () => book.refresh(),
    });
    this.#partitioning = new Background({
      name: 'partition by the policy in force',
      everyMs: 2_000, // an idle round is one look into an index
      log,
      round: async () => {
        await repartition.run();
      },
    });
  }

  /** Before the first event is taken: nothing may be decided without a policy. */
  async onModuleInit(): Promise<void> {
    await this.parts.book.refresh();
    await this.parts.offer.offer();
    this.#looking.start();
    this.#partitioning.start();
  }

  partitionNow(): void {
    this.#partitioning.wake();
  }

  async onModuleDestroy(): Promise<void> {
    this.parts.repartition.stop();
    await Promise.all([this.#looking.stop(), this.#partitioning.stop()]);
  }
}
