/** The steward's queue over HTTP: what to look at first, why it is open, and the answer to it. */
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { type Freshness } from '@tributary/bus';
import { pageOf, positionOf } from '@tributary/http';
import { shownAssertion } from '../assert-links/assertions.dto.ts';
import { shownExplanation } from '../read-profiles/pair-explanation.dto.ts';
import { instant, shownProfile } from '../read-profiles/shown-profile.ts';
import { FRESHNESS } from '../tokens.ts';
import { DecideReview } from './decide-review.ts';
import { ReviewQueue } from './review-queue.ts';
import { type ReviewFilter, type ReviewPosition } from './review-store.ts';
import {
  ExplainedReviewAnswer,
  ReviewCountAnswer,
  ReviewDecidedAnswer,
  ReviewDecisionBody,
  ReviewsAnswer,
  ReviewsQuery,
  shownReview,
} from './reviews.dto.ts';

@Controller('v1/reviews')
export class ReviewsController {
  constructor(
    private readonly queue: ReviewQueue,
    private readonly decide: DecideReview,
    @Inject(FRESHNESS) private readonly freshness: Freshness,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Pairs that a person should look at, by value at stake times uncertainty',
    description: 'What somebody was not sure about rests for thirty days, and is left out until then.',
  })
  @ApiOkResponse({ type: ReviewsAnswer })
  async list(@Query() query: ReviewsQuery): Promise<ReviewsAnswer> {
    const fresh = await this.#fresh();
    const { limit, after } = query;
    const found = await this.queue.list(wanted(query), placeOf(positionOf(after)), limit + 1);
    const { items, next } = pageOf(found, limit, ({ priority, id }) => `${priority} ${id}`);
    return { items: items.map(shownReview), next, ...fresh };
  }

  @Get('count')
  @ApiOperation({ summary: 'How many pairs wait for a person' })
  @ApiOkResponse({ type: ReviewCountAnswer })
  async count(@Query() query: ReviewsQuery): Promise<ReviewCountAnswer> {
    const fresh = await this.#fresh();
    return { count: await this.queue.count(wanted(query)), ...fresh };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One pair, with everything that speaks for one person and against it' })
  @ApiOkResponse({ type: ExplainedReviewAnswer })
  async one(@Param('id') id: string): Promise<ExplainedReviewAnswer> {
    const { review, explanation } = await this.queue.one(id);
    return Object.assign(shownReview(review), { explanation: shownExplanation(explanation) });
  }

  @Post(':id')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Decide: one person, two people, or not sure; at once, for ever, through replays',
    description: 'The decision is an assertion on the two records. The same decision again changes nothing.',
  })
  @ApiOkResponse({ type: ReviewDecidedAnswer })
  async answer(@Param('id') id: string, @Body() body: ReviewDecisionBody): Promise<ReviewDecidedAnswer> {
    const { assertion, effect, people } = await this.decide.on(id, body);
    return { assertion: shownAssertion(assertion), effect, people: people.map(shownProfile) };
  }

  async #fresh(): Promise<{ readonly asOf: string; readonly lagMs: number }> {
    const { asOf, lagMs } = await this.freshness.of('identity');
    return { asOf: instant(asOf), lagMs };
  }
}

const wanted = ({ why, joined }: ReviewsQuery): Omit<ReviewFilter, 'now'> => ({
  why,
  joined: joined === undefined ? undefined : joined === 'true',
});

function placeOf(position: string | undefined): ReviewPosition | undefined {
  const [, priority, id] = /^(\S+) (.+)$/s.exec(position ?? '') ?? [];
  return priority === undefined || id === undefined || Number.isNaN(Number(priority))
    ? undefined
    : { priority: Number(priority), id };
}
