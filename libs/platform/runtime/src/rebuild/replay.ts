/** Reads an archive and topics from marks on and hands everything to a plan, no faster than asked; the marks say where to go on. */
import { setTimeout as sleep } from 'node:timers/promises';
import { readBack, topicName, type BusEngine } from '@tributary/bus';
import { type EventCollected } from '@tributary/contracts';
import { type Marks } from './generations.ts';
import { type Progress, type RebuildPlan, type ReplayedTopic } from './plan.ts';

export interface ArchivePages {
  page(
    after: string | null,
    signal: AbortSignal,
  ): Promise<{ readonly items: readonly EventCollected[]; readonly next: string | null; readonly total: number }>;
}

export interface ReplayParts {
  readonly engine: BusEngine;
  readonly namespace: string;
  readonly archive: ArchivePages;
  readonly plan: RebuildPlan;
  /** Messages a second at most. */
  readonly rate: number;
  readonly signal: AbortSignal;
  /** Called after each piece; rejects when the work is no longer ours. */
  readonly onProgress: (marks: Marks, progress: Progress) => Promise<void>;
}

interface PartOfLog {
  /** Of the topic, with its namespace. */
  readonly name: string;
  readonly partition: number;
  readonly end: number;
  readonly progress: { done: number; readonly total: number };
}

/** As large as a batch of a lane. */
const batchSize = 500;

export class Replay {
  readonly #parts: ReplayParts;
  #marks: Marks;
  #messages = 0;

  constructor(parts: ReplayParts, marks: Marks) {
    this.#parts = parts;
    this.#marks = marks;
  }

  get marks(): Marks {
    return this.#marks;
  }

  /** How many it has handled. */
  get messages(): number {
    return this.#messages;
  }

  /** Pages to the end of the archive; what is archived meanwhile is on the topics behind their marks. */
  async archive(): Promise<void> {
    const { plan, archive, signal } = this.#parts;
    let done = 0;
    while (plan.archive !== undefined && !this.#marks.archiveRead) {
      const began = performance.now();
      const { items, next, total } = await archive.page(this.#marks.archive, signal);
      await plan.archive(items);
      done += items.length;
      this.#marks = { ...this.#marks, archive: next, archiveRead: next === null };
      await this.#advance(items.length, began, { done, total: Math.max(done, total) });
    }
  }

  /** To the archive's beginning; the topics stay where they are. */
  readArchiveAgain(): void {
    this.#marks = { ...this.#marks, archive: null, archiveRead: false };
  }

  /**
   * Up to where the topics end now. The ends are looked up in reverse order: whatever a message builds upon was appended
   * before it, so it stands below the end of its own topic.
   */
  async topics(): Promise<void> {
    const { engine, namespace, plan } = this.#parts;
    const pending: { readonly topic: ReplayedTopic; readonly name: string; readonly ends: readonly number[] }[] = [];
    for (const topic of [...plan.topics].reverse()) {
      const name = topicName(topic.topic, namespace);
      pending.unshift({ topic, name, ends: (await engine.offsets(name)).map(({ latest }) => latest) });
    }
    const progress = { done: 0, total: 0 };
    for (const { name, ends } of pending) progress.total += sum(ends.map((end, at) => end - this.#at(name, at)));
    for (const { topic, name, ends } of pending) {
      for (const [partition, end] of ends.entries()) await this.#read(topic, { name, partition, end, progress });
    }
  }

  async #read(replayed: ReplayedTopic, { name, partition, end, progress }: PartOfLog): Promise<void> {
    for (let offset = this.#at(name, partition); offset < end;) {
      const began = performance.now();
      // Not past the end: what stands there builds upon messages of other topics that were not read.
      const piece = { topic: name, partition, offset, batchSize: Math.min(batchSize, end - offset) };
      const { messages, next } = await readBack(this.#parts.engine, replayed.topic, piece);
      if (messages.length > 0) await replayed.handle(messages);
      const reached = next === offset ? end : next; // nothing there: compaction has left a gap up to the end
      progress.done += Math.min(reached, end) - offset;
      offset = reached;
      this.#mark(name, partition, offset);
      await this.#advance(messages.length, began, progress);
    }
  }

  #at(name: string, partition: number): number {
    return this.#marks.offsets[name]?.[partition] ?? 0;
  }

  #mark(name: string, partition: number, offset: number): void {
    const offsets = [...(this.#marks.offsets[name] ?? [])];
    offsets[partition] = offset;
    this.#marks = { ...this.#marks, offsets: { ...this.#marks.offsets, [name]: offsets } };
  }

  async #advance(messages: number, began: number, progress: Progress): Promise<void> {
    const { rate, signal, onProgress } = this.#parts;
    this.#messages += messages;
    await onProgress(this.#marks, { ...progress });
    const leftMs = (messages / rate) * 1_000 - (performance.now() - began);
    if (leftMs > 0) await sleep(leftMs, undefined, { signal });
    signal.throwIfAborted();
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

/** Where a replay begins: noted before the archive is read, so that nothing falls between the two. */
export async function firstMarks(plan: RebuildPlan, engine: BusEngine, namespace: string): Promise<Marks> {
  const offsets: Record<string, readonly number[]> = {};
  for (const { topic, from } of plan.topics) {
    const name = topicName(topic, namespace);
    const ranges = await engine.offsets(name);
    offsets[name] = ranges.map(({ earliest, latest }) => (from === 'beginning' ? earliest : latest));
  }
  return { archive: null, archiveRead: plan.archive === undefined, offsets };
}
