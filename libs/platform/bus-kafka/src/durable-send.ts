/**
 * A send that is believed only where the answer says so. kafkajs resolves sends of which it made a part only: when a leader
 * dies while one send covers several brokers, its retry skips the brokers that have already answered, and with them the
 * partitions that moved there. So the answer is compared with what was sent, and what is missing is sent again.
 */
import { BusError, type OutgoingRecord } from '@tributary/bus';
import { setTimeout as sleep } from 'node:timers/promises';
import { withDeadline } from './with-deadline.ts';

/** What Kafka says about one partition of a send. */
export interface PartitionAnswer {
  readonly topicName: string;
  readonly partition: number;
  readonly errorCode: number;
}

/** One producer, of which there is never more than one send in flight. */
export interface SendTransport {
  send(records: readonly OutgoingRecord[]): Promise<readonly PartitionAnswer[]>;
  /** The producer is beyond trust (no answer in time, a lost sequence): the next send uses a new one. */
  discard(): void;
}

export interface SendLimits {
  readonly sendDeadlineMs: number;
  readonly now: () => number;
  /** Between two attempts, so that a dead leader is not hammered. */
  readonly pauseMs: number;
}

/** The records whose partition did not answer that it has them, in the order given. */
export function unanswered(
  records: readonly OutgoingRecord[],
  answers: readonly PartitionAnswer[],
): readonly OutgoingRecord[] {
  const durable = new Set(
    answers.filter(({ errorCode }) => errorCode === 0).map(({ topicName, partition }) => `${topicName}/${partition}`),
  );
  return records.filter(({ topic, partition }) => !durable.has(`${topic}/${partition}`));
}

/** Resolves when every record is durable; rejects when the broker refuses one, or when `until` has passed. */
export async function sendDurably(
  transport: SendTransport,
  records: readonly OutgoingRecord[],
  limits: SendLimits,
  until: number,
): Promise<void> {
  let missing = records;
  let lastError: unknown;
  while (limits.now() < until) {
    const result = await attempt(transport, missing, Math.min(limits.sendDeadlineMs, until - limits.now()));
    if (result.kind === 'answered') missing = unanswered(missing, result.answers);
    else lastError = result.error;
    if (missing.length === 0) return;
    if (result.kind === 'refused') {
      throw new BusError('BUS_RECORD_REFUSED', reasonOf(result.error), { cause: result.error });
    }
    if (result.kind === 'failed') transport.discard();
    await sleep(limits.pauseMs);
  }
  throw new BusError('BUS_DEADLINE', `Kafka has not confirmed ${missing.length} of ${records.length} records in time`, {
    cause: lastError,
  });
}

type Attempt =
  | { readonly kind: 'answered'; readonly answers: readonly PartitionAnswer[] }
  | { readonly kind: 'refused'; readonly error: unknown }
  | { readonly kind: 'failed'; readonly error: unknown };

async function attempt(
  transport: SendTransport,
  records: readonly OutgoingRecord[],
  deadlineMs: number,
): Promise<Attempt> {
  try {
    return { kind: 'answered', answers: await withDeadline(transport.send(records), deadlineMs) };
  } catch (error) {
    return { kind: isRefusal(error) ? 'refused' : 'failed', error };
  }
}

/** Kafka's names for "this record, or this sender, will never be accepted"; everything else may heal. */
const refusals = new Set([
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_RECORD',
  'INVALID_TIMESTAMP',
  'CORRUPT_MESSAGE',
  'INVALID_TOPIC_EXCEPTION',
  'TOPIC_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
]);

function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('type' in error && typeof error.type === 'string') return refusals.has(error.type);
  return isRefusal(error.cause);
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
