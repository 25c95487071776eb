/** What the routes of the review queue take and answer. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type Doubt } from '@tributary/domain-identity';
import { PageQuery } from '@tributary/http';
import { IsIn, IsOptional } from 'class-validator';
import { AssertionAnswer, SaidBy } from '../assert-links/assertions.dto.ts';
import { PairExplanationAnswer } from '../read-profiles/pair-explanation.dto.ts';
import { Fresh, ProfileAnswer } from '../read-profiles/profiles.dto.ts';
import { instant } from '../read-profiles/shown-profile.ts';
import { type Decision } from './decide-review.ts';
import { type StoredReview } from './review-store.ts';

const doubts = ['unsure', 'guarded', 'contradicted'];
const whyWords =
  'unsure: one person by what the records say alone, and that is not much; guarded: a pair that says one person, among others that say two;' +
  ' contradicted: an identifier that says one person, between names and births that say two.';

export class ReviewsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: doubts, description: whyWords })
  @IsOptional()
  @IsIn(doubts)
  why?: Doubt;

  @ApiPropertyOptional({ enum: ['true', 'false'], description: 'Whether they are one person until somebody decides.' })
  @IsOptional()
  @IsIn(['true', 'false'])
  joined?: 'true' | 'false';
}

export class ReviewDecisionBody extends SaidBy {
  @ApiProperty({
    enum: ['merge', 'keep-apart', 'not-sure'],
    description: 'One person; two people; or nobody can say now: then the question rests for thirty days.',
  })
  @IsIn(['merge', 'keep-apart', 'not-sure'])
  decision!: Decision;
}

export class ReviewAnswer {
  @ApiProperty({ example: 'v_77aa_b012', description: 'Of the pair, for ever.' }) id!: string;
  @ApiProperty({ enum: doubts, description: whyWords }) why!: string;
  @ApiProperty({ type: [String], description: 'The two records.' }) records!: readonly string[];
  @ApiProperty({ type: [String], description: 'The people of the records: one when they are joined.' })
  profiles!: readonly string[];
  @ApiProperty({ description: 'What speaks for one person, as log2 of the odds; negative: against.' }) bits!: number;
  @ApiProperty({ description: 'The probability of one person, by what the records say.' }) p!: number;
  @ApiProperty({ description: 'Whether they are one person until somebody decides.' }) joined!: boolean;
  @ApiProperty({
    description: 'Value at stake (of `valueTrait` of the policy, or records) times uncertainty; the highest first.',
  })
  priority!: number;
  @ApiProperty({ description: 'When it was first asked.' }) askedAt!: string;
  @ApiPropertyOptional({ description: 'Somebody could not say: it rests until then.' }) until?: string;
}

export class ReviewsAnswer extends Fresh {
  @ApiProperty({ type: [ReviewAnswer] }) items!: ReviewAnswer[];
  @ApiProperty({ type: String, nullable: true, description: 'Pass it as `after`; null on the last page.' })
  next!: string | null;
}

export class ReviewCountAnswer extends Fresh {
  @ApiProperty({ description: 'What rests is not counted.' }) count!: number;
}

export class ExplainedReviewAnswer extends ReviewAnswer {
  @ApiProperty({ type: PairExplanationAnswer }) explanation!: PairExplanationAnswer;
}

export class ReviewDecidedAnswer {
  @ApiProperty({ type: AssertionAnswer, description: 'What was decided; DELETE /v1/assertions/{id} takes it back.' })
  assertion!: AssertionAnswer;
  @ApiProperty({ example: 'They are two people.' }) effect!: string;
  @ApiProperty({ type: [ProfileAnswer], description: 'The people of the two records as they are now.' })
  people!: ProfileAnswer[];
}

export function shownReview(review: StoredReview): ReviewAnswer {
  const { id, why, records, profiles, bits, p, joined, priority, askedAt, until } = review;
  const shown = { id, why, records, profiles, bits, p, joined, priority, askedAt: instant(askedAt) };
  return until === undefined ? shown : { ...shown, until: instant(until) };
}
