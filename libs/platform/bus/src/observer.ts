/** What the runner tells whoever measures it; the runtime binds it to metrics. */
import { type Outcome } from './outcome.ts';

export interface LaneFacts {
  readonly group: string;
  /** The topic's name without the namespace. */
  readonly topic: string;
  readonly partition: number;
}

export interface BatchFacts extends LaneFacts {
  readonly size: number;
  /** Messages by what became of them; `copy`: dropped before the handler, because its id had been seen. */
  readonly outcomes: Readonly<Partial<Record<Outcome['kind'] | 'copy', number>>>;
  /** From taking the batch to its commit. */
  readonly seconds: number;
}

export interface RunnerObserver {
  onBatch?(facts: BatchFacts): void;
  onRetry?(facts: LaneFacts & { readonly attempt: number; readonly error: unknown }): void;
  onDeadLetter?(facts: LaneFacts & { readonly offset: number; readonly reason: string }): void;
  /** Every few seconds: messages appended but not yet committed. */
  onLag?(facts: LaneFacts & { readonly messages: number }): void;
}
