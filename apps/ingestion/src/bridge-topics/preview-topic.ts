/** Shows the last messages of a topic, what a mapping makes of them, and a mapping to begin with where none is given. */
import { type StoredRecord } from '@tributary/bus';
import { type JsonObject } from '@tributary/contracts';
import {
  attributesOf,
  judgeMessage,
  type JudgedMessage,
  type Mapping,
  parseBridgeMapping,
  proposeForTopic,
  readRecord,
  type ReadRecord,
  type Reason,
  rowsOf,
  type SampledRecord,
  type TopicProposal,
} from '@tributary/domain-collection';
import { type ForeignTopics } from '@tributary/runtime';
import { type Clock } from '@tributary/telemetry';
import { topicProblem } from './bridge-problems.ts';

export interface PreviewTopicParts {
  readonly foreign: Pick<ForeignTopics, 'newest'>;
  readonly clock: Clock;
}

export interface ShownMessage {
  readonly partition: number;
  readonly offset: number;
  /** As a mapping reads them: `$key`, `$timestamp` and the others. */
  readonly attributes: JsonObject;
  /** Empty where the value cannot be read, or is a tombstone. */
  readonly rows: readonly JsonObject[];
  /** `unmapped`: it can be read, and there is no mapping. */
  readonly outcome: JudgedMessage['kind'] | 'unmapped';
  readonly events: readonly JsonObject[];
  readonly reason?: Reason;
}

export interface TopicPreview {
  /** The newest first. */
  readonly messages: readonly ShownMessage[];
  /** That the values of the messages have. */
  readonly columns: readonly string[];
  /** Where no mapping was given. */
  readonly proposal: Pick<TopicProposal, 'mapping' | 'notes'> | null;
}

/** As many as a person looks at. */
const shownMessages = 20;
const shownRows = 20;
/** Of each partition: enough to know a column by. */
const sampled = 50;

export class PreviewTopic {
  constructor(private readonly parts: PreviewTopicParts) {}

  /** `mapping`: one that has been found right. */
  async of(topic: string, mapping: Mapping | undefined): Promise<TopicPreview> {
    const found = await this.parts.foreign.newest(topic, sampled).catch((error: unknown) => {
      throw topicProblem(error, topic);
    });
    const newest = found.toSorted((a, b) => b.timestamp - a.timestamp || b.offset - a.offset);
    const { columns, ...proposal } = proposeForTopic(newest.flatMap(sampleOf), mapping?.format.rows);
    const used = mapping ?? readable(proposal.mapping);
    return {
      messages: newest.slice(0, shownMessages).map((message) => this.#shown(message, used)),
      columns,
      proposal: mapping ? null : proposal,
    };
  }

  #shown(message: StoredRecord, mapping: Mapping | undefined): ShownMessage {
    const { partition, offset, value } = message;
    const read = value === null ? undefined : readRecord(value);
    const list = mapping?.format.rows;
    const records = read?.ok === true ? (list === undefined ? [read.record] : rowsOf(read.record, list)) : [];
    const rows = records.slice(0, shownRows);
    return { partition, offset, attributes: attributesOf(message), rows, ...this.#judged(message, read, mapping) };
  }

  #judged(message: StoredRecord, read: ReadRecord | undefined, mapping: Mapping | undefined): Judged {
    if (!mapping) {
      if (read === undefined) return { outcome: 'left-out', events: [] };
      return read.ok ? { outcome: 'unmapped', events: [] } : { outcome: 'rejected', events: [], reason: read.reason };
    }
    const reading = { mapping, source: 'preview', sender: 'server', receivedAt: this.parts.clock.now() } as const;
    const judged = judgeMessage(message, reading);
    const events = judged.kind === 'taken' ? judged.events.map(({ payload }) => payload) : [];
    return { outcome: judged.kind, events, ...(judged.kind === 'rejected' ? { reason: judged.reason } : {}) };
  }
}

type Judged = Pick<ShownMessage, 'outcome' | 'events' | 'reason'>;

function sampleOf(message: StoredRecord): readonly SampledRecord[] {
  const read = message.value === null ? undefined : readRecord(message.value);
  if (read?.ok !== true) return [];
  const { $timestamp } = attributesOf(message);
  return [{ record: read.record, timestamp: typeof $timestamp === 'string' ? $timestamp : undefined }];
}

function readable(proposed: JsonObject | undefined): Mapping | undefined {
  const parsed = proposed && parseBridgeMapping(proposed);
  return parsed?.ok === true ? parsed.mapping : undefined;
}
