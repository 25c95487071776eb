/** What the bus contract is written with: unique names, records, a member that remembers, and bounded waiting. */
import {
  partitionOf,
  startRunner,
  type Assignment,
  type BusEngine,
  type LaneLimits,
  type MemberListener,
  type Membership,
  type OutgoingRecord,
  type Outcome,
  type Output,
  type Publisher,
  type Received,
  type Runner,
  type RunnerOptions,
  type StoredRecord,
  type TopicPartition,
  type TopicSpec,
} from '@tributary/bus';
import {
  deadLetterTopic,
  decode,
  SegmentMembershipChanged,
  topics,
  type DeadLettered,
  type Topic,
} from '@tributary/contracts';
import { randomUUID } from 'node:crypto';

/** One connection to the bus under test; every `open` of a suite reaches the same log. */
export interface OpenBus {
  readonly engine: BusEngine;
  close(): Promise<void>;
  /** Makes retention and compaction happen now; absent where the engine cleans in its own time. */
  clean?(): Promise<void>;
}

export type OpenEngine = () => Promise<OpenBus>;

export const unique = (name: string): string => `${name}-${randomUUID().slice(0, 8)}`;

/** Long enough for a rebalance of a real broker on a busy machine. */
const patienceMs = 45_000;

export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export async function newTopic(engine: BusEngine, spec: Partial<TopicSpec> = {}): Promise<string> {
  const name = spec.name ?? unique('topic');
  await engine.ensureTopics([{ name, partitions: 3, cleanup: 'delete', ...spec }]);
  return name;
}

type Value = string | null;

export function record(topic: string, partition: number, value: Value, key: string | null = 'k'): OutgoingRecord {
  return {
    topic,
    partition,
    key: key === null ? null : Buffer.from(key),
    value: value === null ? null : Buffer.from(value),
    headers: {},
    timestamp: Date.now(),
  };
}

export const numbered = (topic: string, partition: number, from: number, count: number): OutgoingRecord[] =>
  Array.from({ length: count }, (_, i) => record(topic, partition, String(from + i)));

export const valueOf = ({ value }: { readonly value: Uint8Array | null }): Value =>
  value === null ? null : Buffer.from(value).toString();

/** A member that remembers what it was told. */
export class Probe implements MemberListener {
  readonly records: StoredRecord[] = [];
  readonly held = new Map<string, Assignment>();
  readonly failures: Error[] = [];
  membership: Membership | undefined;

  onAssigned(assignments: readonly Assignment[]): Promise<void> {
    for (const assignment of assignments) this.held.set(placeName(assignment), assignment);
    return Promise.resolve();
  }
  onRevoked(partitions: readonly TopicPartition[]): Promise<void> {
    for (const partition of partitions) this.held.delete(placeName(partition));
    return Promise.resolve();
  }
  onRecords(_: TopicPartition, records: readonly StoredRecord[]): void {
    this.records.push(...records);
  }
  onFailed(error: Error): void {
    this.failures.push(error);
  }

  valuesOf(partition: number): Value[] {
    return this.records.filter((one) => one.partition === partition).map(valueOf);
  }
  commit(partition: TopicPartition, offset: number, note?: string): Promise<void> {
    return this.membership?.commit(partition, offset, note) ?? Promise.reject(new Error('not joined'));
  }
  async leave(): Promise<void> {
    await this.membership?.leave();
  }
}

export const placeName = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`;

export async function joined(engine: BusEngine, group: string, topics: readonly string[]): Promise<Probe> {
  const probe = new Probe();
  probe.membership = await engine.join({ group, topics, listener: probe });
  return probe;
}

type Change = SegmentMembershipChanged;

/** A topic of the registry under a name of its own. */
export async function messageTopic(engine: BusEngine, partitions = 3): Promise<Topic<Change>> {
  const name = await newTopic(engine, { name: unique('changes'), partitions });
  return { ...topics.segmentMembershipChanged, name, partitions };
}

export async function parkingTopic(engine: BusEngine): Promise<ReturnType<typeof deadLetterTopic>> {
  const topic = deadLetterTopic('segmentation');
  const name = await newTopic(engine, {
    name: unique('parked'),
    ...(topic.mostBytes && { mostBytes: topic.mostBytes }),
  });
  return { ...topic, name };
}

/** A message whose sequence tells it apart; keys of the form `p<n>` go to partition n of `topic`. */
export function change(topic: Topic<Change>, partition: number, sequence: number, id?: string): Output<Change> {
  return {
    topic,
    key: keyFor(partition, topic.partitions),
    id: id ?? `m-${partition}-${sequence}`,
    value: { ...SegmentMembershipChanged.example, sequence },
  };
}

export function keyFor(partition: number, partitions: number): string {
  for (let i = 0; ; i++) if (partitionOf(Buffer.from(`key-${i}`), partitions) === partition) return `key-${i}`;
}

export const done = (batch: readonly unknown[]): Outcome[] => batch.map(() => ({ kind: 'ok', outputs: [] }));

export interface TestRunner {
  readonly engine: BusEngine;
  readonly publisher: Publisher;
  readonly group: string;
  readonly topic: Topic<Change>;
  readonly handle: (batch: readonly Received<Change>[]) => Promise<readonly Outcome[]>;
  readonly deadLetters: RunnerOptions['deadLetters'];
  readonly limits?: Partial<LaneLimits>;
  readonly trouble?: NonNullable<RunnerOptions['trouble']>;
  readonly onFatal?: (error: Error) => void;
}

export function runner({ topic, handle, limits, ...options }: TestRunner): Promise<Runner> {
  return startRunner({
    ...options,
    subscriptions: [{ topic, handle }],
    limits: { retryFirstMs: 10, retryMostMs: 50, ...limits },
  });
}

/** The dead letters so far. */
export async function parkedIn(engine: BusEngine, topic: RunnerOptions['deadLetters']): Promise<DeadLettered[]> {
  return (await everything(engine, topic.name)).flatMap((one) => {
    const decoded = decode(topic, one, { id: '', source: '', time: 0 });
    return decoded.ok && decoded.value !== null ? [decoded.value] : [];
  });
}

export async function committedSum(engine: BusEngine, group: string, topic: string): Promise<number> {
  return (await engine.committed(group, [topic])).flat().reduce((sum, next) => sum + next, 0);
}

export async function everything(engine: BusEngine, topic: string): Promise<StoredRecord[]> {
  const found: StoredRecord[] = [];
  for (const [partition, { earliest, latest }] of (await engine.offsets(topic)).entries()) {
    for (let from = earliest; from < latest;) {
      const page = await engine.read({ topic, partition }, from, 1_000);
      if (page.length === 0) break;
      found.push(...page);
      from = (page.at(-1)?.offset ?? latest) + 1;
    }
  }
  return found;
}

/** The methods of an object as plain functions, so that one of them can be replaced. */
export function delegate<T extends object>(target: T): T {
  const names = new Set([...Object.keys(target), ...Object.getOwnPropertyNames(Object.getPrototypeOf(target) ?? {})]);
  const copy: Record<string, unknown> = {};
  for (const name of names) {
    if (name === 'constructor') continue;
    const value: unknown = Reflect.get(target, name);
    copy[name] = typeof value === 'function' ? value.bind(target) : value;
  }
  return copy as T;
}
