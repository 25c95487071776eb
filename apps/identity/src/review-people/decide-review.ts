/** A person's answer to a review is a word on its pair; the same answer again is the same word. */
import { recordId } from '@tributary/contracts';
import { pairKey, pairOf, reviewId, type Assertion, type Pair } from '@tributary/domain-identity';
import { Problem } from '@tributary/http';
import { type DecideLinks, type Word } from '../assert-links/decide-links.ts';
import { effectOf } from '../assert-links/effect-of.ts';
import { type AssertionStore, type ProfileStore, type StoredProfile } from '../ports.ts';
import { reviewNotFound } from './review-queue.ts';
import { type ReviewStore } from './review-store.ts';

export type Decision = 'merge' | 'keep-apart' | 'not-sure';

const kinds = { merge: 'must-link', 'keep-apart': 'cannot-link', 'not-sure': 'undecided' } as const;

/** Thirty days: long enough for a customer to have come again and said something new. */
const restsFor = 30 * 86_400_000;

/** Ids of reviews have two record ids; what is longer is none. */
const mostCharacters = 300;

export interface DecideReviewParts {
  readonly reviews: ReviewStore;
  readonly assertions: AssertionStore;
  readonly profiles: ProfileStore;
  readonly decide: DecideLinks;
  readonly clock: { now(): number };
}

export interface ReviewDecision {
  readonly decision: Decision;
  readonly by: string;
  readonly why: string;
}

export interface DecidedReview {
  readonly assertion: Assertion;
  readonly effect: string;
  readonly people: readonly StoredProfile[];
}

export class DecideReview {
  constructor(private readonly parts: DecideReviewParts) {}

  async on(id: string, said: ReviewDecision): Promise<DecidedReview> {
    const review = (await this.parts.reviews.find([id])).get(id);
    const last = await this.#lastWord(review === undefined ? pairsOf(id) : [review.records]);
    if (last?.kind === 'must-link' || last?.kind === 'cannot-link') {
      if (last.kind !== kinds[said.decision]) throw decidedOtherwise(last);
      return this.#decided(last); // brought to effect again: who decided may have died before it was
    }
    if (review === undefined) throw reviewNotFound(id);
    const { by, why, decision } = said;
    const until = decision === 'not-sure' ? { until: this.parts.clock.now() + restsFor } : {};
    return this.#decided({ kind: kinds[decision], records: review.records, by, why, ...until });
  }

  async #lastWord(pairs: readonly Pair[]): Promise<Assertion | undefined> {
    if (pairs.length === 0) return undefined;
    const [word] = (await this.parts.assertions.find(pairs.map(pairKey))).values();
    return word;
  }

  async #decided(word: Word): Promise<DecidedReview> {
    const { decide, profiles } = this.parts;
    const [assertion] = await decide.say([word]);
    if (assertion === undefined) throw new Error('Something was said, and nothing holds.');
    const { kind, records } = assertion;
    const homes = await decide.homesOf(records);
    const found = await profiles.find([...new Set(records.flatMap((record) => homes.get(record) ?? []))]);
    const unknown = records.filter((record) => !homes.has(record));
    const effect = effectOf(
      kind,
      records.map((record) => homes.get(record) ?? null),
      unknown,
    );
    return { assertion, effect, people: [...found.values()] };
  }
}

/** A review that is decided is gone; its pair can be read from its id, if need be in several ways. */
function pairsOf(id: string): readonly Pair[] {
  if (id.length > mostCharacters || !id.startsWith('v_')) return [];
  const parts = id.slice(2).split('_');
  const pairs = parts.slice(1).map((_, index) => {
    const [a, b] = [parts.slice(0, index + 1), parts.slice(index + 1)].map((part) => recordId(`r_${part.join('_')}`));
    return a === undefined || b === undefined ? undefined : pairOf(a, b);
  });
  return pairs.filter((pair) => pair !== undefined).filter(([a, b]) => a !== b && reviewId(a, b) === id);
}

function decidedOtherwise({ kind, by, records }: Assertion): Problem {
  const id = pairKey(records);
  return new Problem({
    status: 409,
    code: 'REVIEW_DECIDED',
    detail: `${by} has decided that they are ${kind === 'must-link' ? 'one person' : 'two people'}.`,
    fix: `DELETE /v1/assertions/${id} takes that back, then the question is open again; POST /v1/assertions decides otherwise.`,
  });
}
