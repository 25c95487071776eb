/** Small pure parts of a lane's work on a batch. */
import { DeterministicError } from './lane-options.ts';
import { type BatchFacts, type LaneFacts } from './observer.ts';
import { type Outcome, type Output } from './outcome.ts';
import { type SortedOut, type Unprocessable } from './sort-out.ts';
import { type Failure } from './verdict.ts';
import { withDeadline } from './with-deadline.ts';

class NoAnswer extends Error {}

/** The answer, or an error after `ms`. What the handler still does then meets the same rules as after a crash: it repeats nothing. */
export const answerWithin = <T>(ms: number, answer: Promise<T>): Promise<T> =>
  withDeadline(answer, ms, () => new NoAnswer(`The handler did not answer within ${ms / 1_000} s.`));

export function failureOf(error: unknown): Failure {
  if (error instanceof DeterministicError) return 'never';
  return error instanceof NoAnswer ? 'hangs' : 'throws';
}

export function deadLetterFor(error: unknown): Outcome {
  const detail = error instanceof Error ? error.message : String(error);
  if (error instanceof DeterministicError) return { kind: 'dead-letter', reason: error.reason, detail };
  return { kind: 'dead-letter', reason: error instanceof NoAnswer ? 'HANDLER_HANGS' : 'HANDLER_FAILED', detail };
}

export const outputsOf = (outcomes: readonly Outcome[]): readonly Output[] =>
  outcomes.flatMap((outcome) => (outcome.kind === 'ok' ? outcome.outputs : []));

/** What a handler refused. */
export function refused(sorted: SortedOut<unknown>, outcomes: readonly Outcome[]): readonly Unprocessable[] {
  return outcomes.flatMap((outcome, index) => {
    const record = sorted.records[index];
    if (outcome.kind !== 'dead-letter' || !record) return [];
    return [{ record, reason: outcome.reason, detail: outcome.detail }];
  });
}

interface Handled {
  readonly outcomes: readonly Outcome[];
  readonly started: number;
}

export function factsOf(lane: LaneFacts, sorted: SortedOut<unknown>, { outcomes, started }: Handled): BatchFacts {
  const counts: Partial<Record<Outcome['kind'] | 'copy', number>> = {};
  const count = (kind: Outcome['kind'] | 'copy', n: number): void => {
    if (n > 0) counts[kind] = (counts[kind] ?? 0) + n;
  };
  for (const { kind } of outcomes) count(kind, 1);
  count('copy', sorted.copies);
  count('dead-letter', sorted.unprocessable.length);
  const size = sorted.messages.length + sorted.copies + sorted.unprocessable.length;
  return { ...lane, size, outcomes: counts, seconds: (performance.now() - started) / 1_000 };
}
