/**
 * Looks at every component once, in order of id, while the service works: one process at a time, at a bounded rate and in
 * bounded memory. Position and sums change together in the store, so whoever comes next goes on there, and counts nothing twice.
 * What changes behind the position while it walks is not seen.
 */
import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises';
import { type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Background } from '@tributary/runtime';
import { type Clock, type Logger } from '@tributary/telemetry';
import { type JobStore } from '../manage-policies/job-store.ts';
import { type StoredComponent } from '../ports.ts';
import { type ComponentPages, type Walk, type WalkRow, type WalkStore } from './walk-store.ts';

/** Looks at the components of one page, and adds to the sum it was made with. */
export interface Visit<Sum, Row> {
  /** Undefined: nothing to keep of this one. */
  look(component: StoredComponent): Row | undefined;
  readonly sum: Sum;
}

export interface WalkComponentsParts<Sum, Row> {
  /** Names the work, its lease and its log. */
  readonly name: string;
  readonly store: WalkStore<Sum, Row>;
  readonly components: ComponentPages;
  readonly jobs: JobStore;
  readonly clock: Clock;
  readonly log: Logger;
  /** Names this process among others. */
  readonly process: string;
  /** Components a second at most. */
  readonly rate: number;
  readonly visit: (sum: Sum) => Promise<Visit<Sum, Row>>;
}

/** Many times what a page takes; after it another process goes on. */
const leaseMs = 30_000;
const mostInPage = 100;
/** A page of a slow walk is small, so that a stop waits for no more than a second or so. */
const pagesASecond = 10;

export class WalkComponents<Sum, Row> implements OnModuleInit, OnModuleDestroy {
  readonly #walking: Background;
  #stopping = false;

  constructor(private readonly parts: WalkComponentsParts<Sum, Row>) {
    this.#walking = new Background({
      name: parts.name,
      everyMs: 2_000, // an idle round is one look at a handful of documents
      log: parts.log,
      round: () => this.#walkAll(),
    });
  }

  onModuleInit(): void {
    this.#walking.start();
  }

  async onModuleDestroy(): Promise<void> {
    this.#stopping = true; // the page under way is the last one
    await this.#walking.stop();
  }

  find(id: string): Promise<Walk<Sum> | undefined> {
    return this.parts.store.find(id);
  }

  rows(walk: Walk<Sum>, from: string): AsyncIterable<WalkRow<Row>> {
    return this.parts.store.rows(walk, from);
  }

  /** Begins, or begins anew where `before` is the last run. Answers the walk, which may be one that another has begun. */
  async begin(id: string, before: Walk<Sum> | undefined, sum: Sum): Promise<Walk<Sum>> {
    const { store, components, clock } = this.parts;
    const total = await components.countLinkedBefore(Number.MAX_SAFE_INTEGER);
    const run = (before?.run ?? 0) + 1;
    const first = { id, run, position: '', looked: 0, total, startedAt: clock.now(), endedAt: undefined, sum };
    const isFirst = await store.begin(first);
    this.#walking.wake();
    return (isFirst ? undefined : await store.find(id)) ?? first;
  }

  async #walkAll(): Promise<void> {
    const { store, jobs, name, process, log } = this.parts;
    let walk = await store.unfinished();
    if (walk === undefined || !(await this.#isOurs())) return;
    try {
      do {
        const ended = await this.#page(walk);
        if (ended) log.info({ walk: walk.id, components: walk.looked }, 'Walked over all components');
        walk = await store.unfinished();
      } while (walk !== undefined && !this.#stopping && (await this.#isOurs()));
    } finally {
      await jobs.release(name, process);
    }
  }

  #isOurs(): Promise<boolean> {
    const { jobs, clock, name, process } = this.parts;
    const now = clock.now();
    return jobs.acquire(name, process, { now, until: now + leaseMs });
  }

  /** Answers whether this was the end. */
  async #page(walk: Walk<Sum>): Promise<boolean> {
    const { store, components, clock, rate, visit: open } = this.parts;
    const began = performance.now();
    const limit = Math.min(mostInPage, Math.ceil(rate / pagesASecond));
    const page = await components.page(walk.position, limit);
    const visit = await open(walk.sum);
    const rows: WalkRow<Row>[] = [];
    for (const component of page) {
      const row = visit.look(component);
      if (row !== undefined) rows.push({ component: component.id, row });
      await breathe(); // a large component takes its time; events come first
    }
    const last = page.at(-1);
    const next = { ...walk, looked: walk.looked + page.length, position: last?.id ?? walk.position, sum: visit.sum };
    const advanced = await store.advance(walk, last === undefined ? { ...next, endedAt: clock.now() } : next, rows);
    const left = (page.length / rate) * 1_000 - (performance.now() - began);
    if (left > 0) await sleep(left);
    return advanced && last === undefined;
  }
}
