/** What a person should look at: the queue, and one question with everything that is known of its pair. */
import { explainPair, type PairExplanation } from '@tributary/domain-identity';
import { Problem } from '@tributary/http';
import { type FindRoots } from '../link-records/find-roots.ts';
import { type ActivePolicy } from '../ports.ts';
import {
  type ReviewFilter,
  type ReviewList,
  type ReviewPosition,
  type ReviewStore,
  type StoredReview,
} from './review-store.ts';

export interface ReviewQueueParts {
  readonly reviews: ReviewStore & ReviewList;
  readonly roots: FindRoots;
  readonly policies: ActivePolicy;
  readonly clock: { now(): number };
}

type Wanted = Omit<ReviewFilter, 'now'>;

export interface ExplainedReview {
  readonly review: StoredReview;
  readonly explanation: PairExplanation;
}

export class ReviewQueue {
  constructor(private readonly parts: ReviewQueueParts) {}

  /** By priority, the highest first. */
  list(wanted: Wanted, after: ReviewPosition | undefined, limit: number): Promise<readonly StoredReview[]> {
    return this.parts.reviews.list({ ...wanted, now: this.parts.clock.now() }, after, limit);
  }

  count(wanted: Wanted): Promise<number> {
    return this.parts.reviews.count({ ...wanted, now: this.parts.clock.now() });
  }

  /** Also one that rests. */
  async one(id: string): Promise<ExplainedReview> {
    const { reviews, roots, policies } = this.parts;
    const review = (await reviews.find([id])).get(id);
    if (review === undefined) throw reviewNotFound(id);
    const component = (await roots.of([review.records[0]])).get(review.records[0]);
    const explanation =
      component &&
      explainPair({
        components: [component.facts],
        records: review.records,
        policy: policies.of(component.decidedBy),
      });
    if (explanation === undefined) throw reviewNotFound(id);
    return { review, explanation };
  }
}

export const reviewNotFound = (id: string): Problem =>
  new Problem({
    status: 404,
    code: 'REVIEW_NOT_FOUND',
    detail: `Nobody is asked about ${id}: it was never open, or new facts have settled it.`,
    fix: 'GET /v1/reviews lists what is open; POST /v1/assertions decides on any two records.',
  });
