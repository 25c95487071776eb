/** Commits of many lanes in few requests: what is asked for shortly before a request or while one is under way travels together. */
import { BusError, type TopicPartition } from '@tributary/bus';
import { setTimeout as sleep } from 'node:timers/promises';

/** What kafkajs sends to the coordinator; its own type leaves out the metadata, which carries our note. */
interface Commits {
  readonly topics: {
    readonly topic: string;
    readonly partitions: { readonly partition: number; readonly offset: string; readonly metadata: string | null }[];
  }[];
}

/** The lanes of one fetch end at about the same time; nobody but the lane's own next batch waits for a commit. */
const gatherMs = 5;

/** Sends once, under the generation that is valid now; a broker refuses it when the generation has passed. */
export type SendCommit = (commits: Commits) => Promise<void>;

interface Waiting extends TopicPartition {
  offset: number;
  note: string | undefined;
  readonly done: { resolve: () => void; reject: (error: unknown) => void }[];
}

export class CommitQueue {
  #waiting = new Map<string, Waiting>();
  #running = false;

  constructor(private readonly send: SendCommit) {}

  commit({ topic, partition }: TopicPartition, offset: number, note?: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const key = `${topic}/${partition}`;
      const waiting = this.#waiting.get(key) ?? { topic, partition, offset, note, done: [] };
      waiting.offset = offset;
      waiting.note = note;
      waiting.done.push({ resolve, reject });
      this.#waiting.set(key, waiting);
      if (!this.#running) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#waiting.size > 0) {
      await sleep(gatherMs);
      const batch = [...this.#waiting.values()];
      this.#waiting = new Map();
      await this.#sendBatch(batch);
    }
    this.#running = false;
  }

  async #sendBatch(batch: readonly Waiting[]): Promise<void> {
    try {
      await this.send({ topics: byTopic(batch) });
      for (const { done } of batch) for (const { resolve } of done) resolve();
    } catch (error) {
      for (const { done } of batch) for (const { reject } of done) reject(error);
    }
  }
}

function byTopic(batch: readonly Waiting[]): Commits['topics'] {
  return [...Map.groupBy(batch, ({ topic }) => topic)].map(([topic, own]) => ({
    topic,
    partitions: own.map(({ partition, offset, note = null }) => ({
      partition,
      offset: String(offset),
      metadata: note,
    })),
  }));
}

/** What the group coordinator answers to a member that is no longer entitled. */
const fences = new Set(['ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID', 'REBALANCE_IN_PROGRESS', 'FENCED_INSTANCE_ID']);

export const isFence = (error: unknown): boolean =>
  error instanceof Error && 'type' in error && typeof error.type === 'string' && fences.has(error.type);

export const fenced = ({ topic, partition }: TopicPartition, cause?: unknown): BusError =>
  new BusError('BUS_FENCED', `${topic}/${partition} is no longer ours`, { cause });

/** As kafkajs takes them. */
export const flat = ({ topics }: Commits) =>
  topics.flatMap(({ topic, partitions }) => partitions.map((each) => ({ topic, ...each })));
