/** How scored comparisons are used, as data of the policy. */
import { type BlockingRule } from './blocking.ts';
import { type MatchModel } from './model.ts';

export interface MatchingRules {
  readonly model: MatchModel;
  /** Pairs of at least this probability are candidates to join; components unite from here. */
  readonly joinFrom: number;
  /** Joined below this without a shared strong identifier: a person looks at it. */
  readonly reviewBelow: number;
  /** Refused by the guard from here on: a person looks at it. */
  readonly reviewRefusedFrom: number;
  /** Two clusters do not become one below this mean weight between their members, in bits; at most so many members a side are looked at. */
  readonly guard: { readonly bits: number; readonly members: number };
  /** A blocking key of more records than this is generic: it leads nowhere and is counted. */
  readonly recordsPerBlock: number;
  /** The same for keys of one blocking rule, by its name, where it is another number. */
  readonly recordsPerBlockOf?: Readonly<Partial<Record<BlockingRule, number>>>;
}
