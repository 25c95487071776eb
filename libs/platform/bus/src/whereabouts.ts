/** Where a message stands on the log, and what became of it in a group: for people who ask. Outside any group; it holds nobody up. */
import { deadLetterTopic, decode, inNamespace, type ServiceName, type Topic } from '@tributary/contracts';
import { deadLetterId, keyOf } from './dead-letter.ts';
import { partitionOf } from './partitioner.ts';
import { type BusEngine, type OffsetRange, type StoredRecord, type TopicPartition } from './port.ts';
import { idOf } from './sort-out.ts';
import { topicName } from './topic-specs.ts';

export interface Sought {
  readonly topic: Topic;
  readonly id: string;
  /** Absent: it may stand in any partition. */
  readonly key?: string;
  /** It was appended no earlier, by any of our clocks; milliseconds. */
  readonly since: number;
}

export type Search =
  | { readonly kind: 'found'; readonly record: StoredRecord }
  /** It does not stand on the log. */
  | { readonly kind: 'absent' }
  /** It is not among the messages that were looked at, and others follow. */
  | { readonly kind: 'beyond' };

export type Progress =
  | { readonly kind: 'done' }
  /** So many messages of its partition come before it. */
  | { readonly kind: 'waiting'; readonly before: number }
  | { readonly kind: 'parked'; readonly reason: string; readonly detail: string; readonly at: string }
  /** The group is past it, and has parked too much to look through. */
  | { readonly kind: 'done-or-parked' };

/** What the clocks of two machines may differ, and what a message may wait between its stamp and the log. */
const slackMs = 5_000;
/** Of a partition: 12 seconds of 5,000 messages a second on 12 partitions. */
const mostRead = 5_000;
/** Messages may be large, and one read holds all that it brings. */
const readAtOnce = 64;

const utf8 = new TextEncoder();

export class Whereabouts {
  private readonly engine: BusEngine;
  private readonly namespace: string;

  constructor(engine: BusEngine, namespace: string) {
    this.engine = engine;
    this.namespace = namespace;
  }

  async find({ topic, id, key, since }: Sought): Promise<Search> {
    const name = topicName(topic, this.namespace);
    const ranges = await this.engine.offsets(name);
    const home = key === undefined ? undefined : partitionOf(utf8.encode(key), ranges.length);
    let beyond = false;
    for (const [partition, range] of ranges.entries()) {
      if (home !== undefined && partition !== home) continue;
      const place = { topic: name, partition };
      const found = await this.#scan(place, await this.#firstSince(place, range, since - slackMs), id);
      if (typeof found === 'object') return { kind: 'found', record: found };
      beyond ||= found === 'beyond';
    }
    return { kind: beyond ? 'beyond' : 'absent' };
  }

  /** Of the group that bears the name of the service. */
  async progressOf(record: StoredRecord, service: ServiceName): Promise<Progress> {
    const [committed = []] = await this.engine.committed(inNamespace(service, this.namespace), [record.topic]);
    const before = record.offset - (committed[record.partition] ?? 0);
    return before >= 0 ? { kind: 'waiting', before } : this.#behind(record, service);
  }

  async #behind(record: StoredRecord, service: ServiceName): Promise<Progress> {
    const topic = deadLetterTopic(service);
    const sought = { topic, id: deadLetterId(record, service), key: keyOf(record), since: record.timestamp };
    const search = await this.find(sought);
    if (search.kind === 'absent') return { kind: 'done' };
    if (search.kind === 'beyond') return { kind: 'done-or-parked' };
    const letter = decode(topic, search.record, { id: sought.id, source: service, time: search.record.timestamp });
    if (!letter.ok || letter.value === null) throw new Error('A dead letter does not keep its contract.');
    const { reason, detail, at } = letter.value;
    return { kind: 'parked', reason, detail, at };
  }

  /** By halves: records of a partition stand in the order of their times, but for the slack. */
  async #firstSince(place: TopicPartition, { earliest, latest }: OffsetRange, time: number): Promise<number> {
    let [low, high] = [earliest, latest];
    while (high - low > readAtOnce) {
      const middle = Math.floor((low + high) / 2);
      const [record] = await this.engine.read(place, middle, 1);
      if (record !== undefined && record.timestamp < time) low = record.offset + 1;
      else high = middle;
    }
    return low;
  }

  async #scan(place: TopicPartition, from: number, id: string): Promise<StoredRecord | 'absent' | 'beyond'> {
    let next = from;
    for (let seen = 0; seen < mostRead;) {
      const records = await this.engine.read(place, next, readAtOnce);
      const found = records.find((record) => idOf(record) === id);
      const last = records.at(-1);
      if (found !== undefined || last === undefined) return found ?? 'absent';
      seen += records.length;
      next = last.offset + 1;
    }
    return 'beyond';
  }
}
