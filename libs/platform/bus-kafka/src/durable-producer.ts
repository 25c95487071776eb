/**
 * Writes every record once, or says that it did not. Each batch of a partition keeps its sequence number until a broker has
 * answered for it, over retries, new leaders and new connections: a broker that already has it says so, so nothing is
 * doubled, and nothing is believed that was not answered.
 */
import { BusError, type OutgoingRecord } from '@tributary/bus';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ProducerIdentity } from './kafkajs-internals.ts';
import { type SequencedBatch } from './produce-request.ts';

/** What became of one batch. */
export type Answer =
  | { readonly kind: 'written' }
  /** Will never be taken; nothing of it was written. */
  | { readonly kind: 'refused'; readonly error: unknown }
  /** Not known, or not yet: the same batch may be sent again. */
  | { readonly kind: 'again'; readonly error: unknown }
  /** The brokers do not know what came before it: only a new identity can go on. */
  | { readonly kind: 'out-of-sequence'; readonly error: unknown };

/** The way to the brokers; there is never more than one call of `send` under way. */
export interface SendTransport {
  identify(deadlineMs: number): Promise<ProducerIdentity>;
  /** One answer a batch, after `deadlineMs` at the latest. */
  send(batches: readonly SequencedBatch[], identity: ProducerIdentity, deadlineMs: number): Promise<readonly Answer[]>;
  /** Cuts what is under way for good; the next call connects anew. */
  reconnect(): void;
}

export interface SendLimits {
  /** A single try. */
  readonly sendDeadlineMs: number;
  readonly now: () => number;
  /** Between two tries, so that a dead leader is not hammered. */
  readonly pauseMs: number;
}

/** Records that will never be taken, with the reason; all others are durable. */
export type Refusals = ReadonlyMap<OutgoingRecord, BusError>;

interface Open {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly OutgoingRecord[];
}

const sequenceModulus = 2 ** 31;

export class DurableProducer {
  #identity: ProducerIdentity | undefined;
  /** The next sequence number by partition, under this identity. */
  readonly #next = new Map<string, number>();

  constructor(
    private readonly transport: SendTransport,
    private readonly limits: SendLimits,
  ) {}

  /** Resolves when every record is durable or refused; rejects when that is not known by `until`. */
  async send(records: readonly OutgoingRecord[], until: number): Promise<Refusals> {
    const refusals = new Map<OutgoingRecord, BusError>();
    const unsure = new Set<Open>();
    let open = byPartition(records);
    let lastError: unknown;
    while (open.length > 0 && this.limits.now() < until) {
      const answers = await this.#try(open, until);
      open = open.filter((batch, index) => {
        const answer = answers[index];
        if (answer === undefined || answer.kind === 'written') return false;
        lastError = answer.error;
        if (answer.kind !== 'refused') unsure.add(batch);
        else for (const one of batch.records) refusals.set(one, refusal(answer.error));
        return answer.kind !== 'refused';
      });
      if (open.length > 0) await sleep(this.limits.pauseMs);
    }
    if (open.length > 0) {
      this.#renew(); // what is still under way must not be taken for the next batch of its partition
      const count = open.reduce((sum, batch) => sum + batch.records.length, 0);
      const message = `Kafka has not confirmed ${count} of ${records.length} records in time${reasonOf(lastError)}`;
      throw new BusError('BUS_DEADLINE', message, { cause: lastError });
    }
    // An earlier try of a refused batch went unanswered and may have been written: its number is not used again.
    if ([...unsure].some(({ records: [first] }) => first !== undefined && refusals.has(first))) this.#renew();
    return refusals;
  }

  async #try(open: readonly Open[], until: number): Promise<readonly Answer[]> {
    const deadlineMs = Math.min(this.limits.sendDeadlineMs, until - this.limits.now());
    try {
      this.#identity ??= await this.transport.identify(deadlineMs);
    } catch (error) {
      if (error instanceof BusError && !error.retry) throw error;
      this.transport.reconnect();
      return open.map(() => ({ kind: 'again', error }));
    }
    const batches = open.map((batch) => ({ ...batch, sequence: this.#next.get(keyOf(batch)) ?? 0 }));
    const answers = await this.transport.send(batches, this.#identity, deadlineMs);
    for (const [index, { kind }] of answers.entries()) {
      const batch = batches[index];
      if (kind === 'written' && batch) {
        this.#next.set(keyOf(batch), (batch.sequence + batch.records.length) % sequenceModulus);
      }
    }
    if (answers.some(({ kind }) => kind === 'out-of-sequence')) this.#renew();
    return answers;
  }

  #renew(): void {
    this.transport.reconnect();
    this.#identity = undefined;
    this.#next.clear();
  }
}

function byPartition(records: readonly OutgoingRecord[]): readonly Open[] {
  const batches = new Map<string, { topic: string; partition: number; records: OutgoingRecord[] }>();
  for (const record of records) {
    const key = keyOf(record);
    const batch = batches.get(key);
    if (batch === undefined) {
      batches.set(key, { topic: record.topic, partition: record.partition, records: [record] });
    } else batch.records.push(record);
  }
  return [...batches.values()];
}

const keyOf = ({ topic, partition }: Pick<Open, 'topic' | 'partition'>): string => `${topic}/${partition}`;

const refusal = (cause: unknown): BusError =>
  cause instanceof BusError ? cause : new BusError('BUS_RECORD_REFUSED', messageOf(cause), { cause });

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const reasonOf = (error: unknown): string => (error === undefined ? '' : ` (${messageOf(error)})`);
