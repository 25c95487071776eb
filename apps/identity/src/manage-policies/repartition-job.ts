/**
 * Runs the re-partitioning while the service works: one process at a time, at a bounded rate. How far it is says the store, so
 * whoever comes next goes on there.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock, type Logger } from '@tributary/telemetry';
import { type ComponentStore } from '../ports.ts';
import { type JobStore } from './job-store.ts';
import { type PolicyBook } from './policy-book.ts';
import { type Repartition } from './repartition.ts';

export interface RepartitionJobParts {
  readonly book: PolicyBook;
  readonly components: ComponentStore;
  readonly repartition: Repartition;
  readonly jobs: JobStore;
  readonly clock: Clock;
  readonly log: Logger;
  /** Names this process among others. */
  readonly process: string;
  /** Components a second at most. */
  readonly rate: number;
}

export interface ActivationProgress {
  /** Components that are not under the policy in force. */
  readonly remaining: number;
  /** Components that were not when it was activated, as far as anybody has counted. */
  readonly total: number;
}

const job = 'repartition';
/** Many times what a page takes; after it another process goes on. */
const leaseMs = 30_000;
const pageSize = 100;

export class RepartitionJob {
  #stopping = false;

  constructor(private readonly parts: RepartitionJobParts) {}

  /** Until everything is under the policy in force, or another process is at it. Answers how many components it looked at. */
  async run(): Promise<number> {
    const { book, jobs, repartition, process, rate, log } = this.parts;
    await book.refresh();
    let done = 0;
    try {
      while (!this.#stopping && (await this.#isOurs())) {
        const began = performance.now();
        const looked = await repartition.page(pageSize);
        if (looked === 0) break;
        done += looked;
        const left = (looked / rate) * 1_000 - (performance.now() - began);
        if (left > 0) await sleep(left);
      }
    } finally {
      await jobs.release(job, process);
    }
    const { activation, policy } = book.inForce();
    if (done > 0) log.info({ components: done, activation, policy: policy.version }, 'Partitioned anew');
    return done;
  }

  /** The page under way is the last one. */
  stop(): void {
    this.#stopping = true;
  }

  async progress(): Promise<ActivationProgress> {
    const { book, components, jobs } = this.parts;
    const { activation } = book.inForce();
    const remaining = await components.countLinkedBefore(activation);
    const total = await jobs.most(job, activation, remaining);
    return { remaining, total };
  }

  async #isOurs(): Promise<boolean> {
    const { jobs, process, clock, book, components } = this.parts;
    const now = clock.now();
    if (!(await jobs.acquire(job, process, { now, until: now + leaseMs }))) return false;
    const { activation } = book.inForce();
    if ((await jobs.mostOf(job, activation)) === undefined) {
      await jobs.most(job, activation, await components.countLinkedBefore(activation));
    }
    return true;
  }
}
