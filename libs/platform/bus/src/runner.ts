/** A group's membership and its lanes: one lane per assigned partition, one membership for all topics of the group. */
import { inNamespace, type DeadLettered, type Topic } from '@tributary/contracts';
import { systemClock, type Clock, type Logger } from '@tributary/telemetry';
import { troubleBehind, type TroubleCheck } from './engine-trouble.ts';
import { isForeign } from './foreign-topic.ts';
import { Gate } from './gate.ts';
import { Lane } from './lane.ts';
import { laneDefaults, type LaneLimits, type LaneParts, type Subscription } from './lane-options.ts';
import { type RunnerObserver } from './observer.ts';
import { type Publisher } from './outcome.ts';
import {
  type Assignment,
  type BusEngine,
  type Membership,
  type MemberListener,
  type StartAt,
  type StoredRecord,
  type TopicPartition,
} from './port.ts';
import { topicName } from './topic-specs.ts';

export interface RunnerOptions {
  readonly engine: BusEngine;
  readonly publisher: Publisher;
  readonly group: string;
  readonly subscriptions: readonly Subscription[];
  /** Where it begins, by the names of topics on the cluster; absent: wherever the group is. */
  readonly startAt?: StartAt;
  readonly deadLetters: Topic<DeadLettered>;
  readonly namespace?: string;
  readonly clock?: Clock;
  readonly log?: Logger;
  readonly observer?: RunnerObserver;
  readonly limits?: Partial<LaneLimits>;
  /** Asked after a failure; absent: only the bus is looked at. */
  readonly trouble?: TroubleCheck;
  /** Shared by all runners of a process; see quarantine.ts. */
  readonly gate?: Gate;
  /** The group can do no more work here; the process should exit. */
  readonly onFatal?: (error: Error) => void;
}

/** How often lag is looked at. */
const watchEveryMs = 5_000;

/** Waiting for an engine that says that it is in trouble is given up so many times later: a restart mends no engine. */
const engineTroubleFactor = 5;

/** Joins the group and works until `stop()`. */
export async function startRunner(options: RunnerOptions): Promise<Runner> {
  const runner = new Runner(options);
  await runner.start();
  return runner;
}

export class Runner implements MemberListener {
  readonly group: string;
  readonly #options: RunnerOptions;
  readonly #parts: LaneParts;
  readonly #subscriptions: ReadonlyMap<string, Subscription>;
  readonly #lanes = new Map<string, Lane>();
  #membership: Membership | undefined;
  /** An engine may deliver before `join` resolves; lanes need the membership. */
  readonly #early: [TopicPartition, readonly StoredRecord[]][] = [];
  #watch: NodeJS.Timeout | undefined;
  #trouble: string | undefined;
  #looking = false;
  #askedAt = 0;
  #answeredAt = 0;

  constructor(options: RunnerOptions) {
    this.group = options.group;
    this.#options = options;
    this.#subscriptions = byTopic(options);
    this.#parts = {
      group: options.group,
      engine: options.engine,
      publisher: options.publisher,
      membership: () => this.#joined(),
      deadLetters: options.deadLetters,
      limits: { ...laneDefaults, ...options.limits },
      clock: options.clock ?? systemClock,
      log: options.log,
      observer: options.observer ?? {},
      onBroken: (error) => {
        this.#giveUp(error instanceof Error ? error : new Error(String(error)));
      },
      troubleBehind: (error) =>
        troubleBehind({
          error,
          bus: () => options.engine.offsets(topicName(options.deadLetters, options.namespace)),
          others: async (cause) => options.trouble?.(options.group, cause),
        }),
      gate: options.gate ?? new Gate(),
    };
  }

  async start(): Promise<void> {
    const { engine, namespace, startAt = {} } = this.#options;
    const group = inNamespace(this.group, namespace);
    this.#membership = await engine.join({ group, topics: [...this.#subscriptions.keys()], listener: this, startAt });
    for (const [partition, records] of this.#early.splice(0)) this.onRecords(partition, records);
    this.#answeredAt = performance.now();
    this.#watch = setInterval(
      () => {
        this.#tick();
      },
      Math.min(watchEveryMs, this.#parts.limits.stuckAfterMs / 2),
    );
    this.#watch.unref();
  }

  /** What is wrong with this group's work, in a sentence; undefined when all is well. */
  unhealthy(): string | undefined {
    return this.#trouble;
  }

  /** Finishes the batches at hand, commits, and leaves the group. */
  async stop(): Promise<void> {
    clearInterval(this.#watch);
    await this.#stopLanes([...this.#lanes.values()]);
    await this.#membership?.leave();
  }

  onAssigned(assignments: readonly Assignment[]): Promise<void> {
    for (const assignment of assignments) {
      const subscription = this.#subscriptions.get(assignment.topic);
      if (subscription) this.#lanes.set(keyOf(assignment), new Lane(assignment, subscription, this.#parts));
    }
    return Promise.resolve();
  }

  async onRevoked(partitions: readonly TopicPartition[]): Promise<void> {
    const lanes = partitions.map((partition) => this.#lanes.get(keyOf(partition)));
    await this.#stopLanes(lanes.filter((lane) => lane !== undefined));
  }

  onRecords(partition: TopicPartition, records: readonly StoredRecord[]): void {
    if (this.#membership) this.#lanes.get(keyOf(partition))?.accept(records);
    else this.#early.push([partition, records]);
  }

  onFailed(error: Error): void {
    this.#giveUp(error);
  }

  async #stopLanes(lanes: readonly Lane[]): Promise<void> {
    await Promise.all(lanes.map((lane) => lane.stop()));
    for (const lane of lanes) if (this.#lanes.get(keyOf(lane.place)) === lane) this.#lanes.delete(keyOf(lane.place));
  }

  #joined(): Membership {
    if (!this.#membership) throw new Error('The engine delivered before the group was joined.');
    return this.#membership;
  }

  /** A bus that never answers is given up as soon as a lane that stands still; one that refuses may yet recover. */
  #tick(): void {
    const { stuckAfterMs } = this.#parts.limits;
    const now = performance.now();
    const [silentForMs, wellBeforeMs] = [now - this.#askedAt, now - this.#answeredAt];
    if (this.#looking && silentForMs > stuckAfterMs) this.#giveUp(silent(this.group, silentForMs));
    if (wellBeforeMs > engineTroubleFactor * stuckAfterMs) this.#giveUp(silent(this.group, wellBeforeMs));
    if (this.#looking) return;
    this.#looking = true;
    this.#askedAt = now;
    this.#look()
      .then(() => {
        this.#answeredAt = performance.now();
      })
      .catch((error: unknown) => this.#options.log?.warn({ err: error, group: this.group }, 'Lag cannot be read'))
      .finally(() => {
        this.#looking = false;
      });
  }

  /** Reports lag; a lane that stands still although messages wait has had its time. */
  async #look(): Promise<void> {
    const { engine, limits, observer, group } = this.#parts;
    const names = [...this.#subscriptions.keys()];
    const ends = await engine.ends(names);
    for (const lane of this.#lanes.values()) {
      const { topic: name, partition } = lane.place;
      const messages = await this.#waiting(lane, ends[names.indexOf(name)]?.[partition] ?? 0);
      const topic = this.#subscriptions.get(name)?.topic.name ?? name;
      observer.onLag?.({ group, topic, partition, messages });
      const patienceMs = limits.stuckAfterMs * (lane.trouble === undefined ? 1 : engineTroubleFactor);
      if (messages === 0) lane.markCaughtUp();
      else if (lane.stillForMs > patienceMs) this.#giveUp(stuck(group, lane, messages));
    }
  }

  /** On a topic of others the end may be no message, but the mark of a transaction, or what was removed: it is looked for one. */
  async #waiting({ place, committed }: Lane, end: number): Promise<number> {
    const messages = Math.max(0, end - committed);
    const subscription = this.#subscriptions.get(place.topic);
    if (messages === 0 || !subscription || !isForeign(subscription.topic)) return messages;
    return (await this.#parts.engine.read(place, committed, 1)).length === 0 ? 0 : messages;
  }

  #giveUp(error: Error): void {
    if (this.#trouble !== undefined) return;
    this.#trouble = error.message;
    this.#options.log?.error({ err: error, group: this.group }, 'A consumer group gave up');
    this.#options.onFatal?.(error);
  }
}

function byTopic({ group, subscriptions, namespace }: RunnerOptions): ReadonlyMap<string, Subscription> {
  const found = new Map<string, Subscription>();
  for (const subscription of subscriptions) {
    const name = topicName(subscription.topic, namespace);
    if (found.has(name)) throw new Error(`The group ${group} has two handlers for ${subscription.topic.name}.`);
    found.set(name, subscription);
  }
  return found;
}

const seconds = (ms: number): string => `${Math.round(ms / 1_000)} s`;

const silent = (group: string, forMs: number): Error =>
  new Error(`The bus has not answered ${group} for ${seconds(forMs)}.`);

const stuck = (group: string, { place, committed, stillForMs, trouble }: Lane, messages: number): Error =>
  new Error(
    `${group} stands at ${place.topic}/${place.partition} offset ${committed} for ${seconds(stillForMs)}` +
      ` while ${messages} messages wait${trouble === undefined ? '' : ` (${trouble})`}.`,
  );

const keyOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`;
