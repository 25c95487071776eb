/** How it is told why two records are one person, or why they are not. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type PairExplanation } from '@tributary/domain-identity';
import { AssertionAnswer, shownAssertion } from '../assert-links/assertions.dto.ts';
import { CalledAnswer, ExplainedRefusalAnswer, JoinAnswer, WaterfallAnswer, whoWords } from './profiles.dto.ts';

export class PairExplanationAnswer {
  @ApiProperty({ type: [String], description: 'The two records.' }) records!: readonly string[];
  @ApiProperty() policyVersion!: number;
  @ApiProperty() onePerson!: boolean;
  @ApiProperty() summary!: string;
  @ApiProperty({ type: [CalledAnswer], description: whoWords }) who!: readonly CalledAnswer[];
  @ApiProperty({ type: [JoinAnswer], description: 'From the one to the other; empty when they are two people.' })
  path!: readonly JoinAnswer[];
  @ApiProperty({ type: [ExplainedRefusalAnswer], description: 'What speaks for one person and yet joins them not.' })
  refused!: readonly ExplainedRefusalAnswer[];
  @ApiPropertyOptional({ type: AssertionAnswer, description: 'What somebody said of exactly these two.' })
  decision?: AssertionAnswer;
  @ApiPropertyOptional({ type: WaterfallAnswer, description: 'Of the two records themselves.' })
  comparison?: WaterfallAnswer;
}

export function shownExplanation(explanation: PairExplanation): PairExplanationAnswer {
  const { records, policyVersion, onePerson, summary, who, path, refused, decision, comparison } = explanation;
  return {
    ...{ records, policyVersion, onePerson, summary, who, path, refused },
    ...(decision && { decision: shownAssertion(decision) }),
    ...(comparison && { comparison }),
  };
}
