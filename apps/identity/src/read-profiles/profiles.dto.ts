/** What the profile routes answer. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

export class IdentifierAnswer {
  @ApiProperty({ example: 'user_id' }) type!: string;
  @ApiProperty({ example: '17850' }) value!: string;
}

export class ProfileSegmentAnswer {
  @ApiProperty({ example: 'loyal' }) segment!: string;
  @ApiProperty({ example: '2026-02-11T08:30:00.000Z' }) since!: string;
}

export class LineageAnswer {
  @ApiProperty({ description: 'The source that said so.' }) source!: string;
  @ApiProperty({ description: 'The event that said so.' }) event!: string;
  @ApiProperty({ description: 'When that event happened.' }) time!: string;
  @ApiProperty({ description: 'Whether the source had verified it: by a login, a one-time code, a document.' })
  verified!: boolean;
}

export class ProfileAnswer {
  @ApiProperty({ example: 'p_77aa' }) profile!: string;
  @ApiProperty({ description: 'Strictly increasing with every published change.' }) version!: number;
  @ApiProperty({ enum: ['active'] }) state!: 'active';
  @ApiProperty({ type: [String], description: 'The records that are this person, sorted.' }) records!: string[];
  @ApiProperty({ type: [IdentifierAnswer] }) identifiers!: IdentifierAnswer[];
  @ApiProperty({ type: 'object', additionalProperties: true }) traits!: Record<string, unknown>;
  @ApiProperty({ type: 'object', additionalProperties: { $ref: '#/components/schemas/LineageAnswer' } })
  lineage!: Record<string, LineageAnswer>;
  @ApiProperty({ type: [ProfileSegmentAnswer] }) segments!: ProfileSegmentAnswer[];
  @ApiProperty() firstSeenAt!: string;
  @ApiProperty() updatedAt!: string;
}

export class Fresh {
  @ApiProperty({ description: 'Everything that had arrived by then is in the answer.' }) asOf!: string;
  @ApiProperty({ description: 'Milliseconds from then to now.' }) lagMs!: number;
}

export class FreshProfileAnswer extends ProfileAnswer implements Fresh {
  @ApiProperty({ description: 'What was asked for.' }) requested!: string;
  @ApiPropertyOptional({ description: 'Why the answer is another profile than the one asked for.' })
  movedBecause?: string;
  @ApiProperty({ description: 'Everything that had arrived by then is in the answer.' }) asOf!: string;
  @ApiProperty({ description: 'Milliseconds from then to now.' }) lagMs!: number;
}

export class ProfilesAnswer extends Fresh {
  @ApiProperty({ type: [ProfileAnswer] }) items!: ProfileAnswer[];
  @ApiProperty({ type: String, nullable: true, description: 'Pass it as `after`; null on the last page.' })
  next!: string | null;
}

export class ProfileCountAnswer extends Fresh {
  @ApiProperty({ description: 'People; absorbed profiles are not counted.' }) count!: number;
}

export class HistoryEntryAnswer {
  @ApiProperty() version!: number;
  @ApiProperty() at!: string;
  @ApiProperty({ enum: ['created', 'changed', 'absorbed', 'merged', 'split', 'restored'] }) change!: string;
  @ApiProperty({ type: [String] }) changed!: string[];
  @ApiProperty({ type: [String], description: 'The other profiles that took part.' }) profiles!: string[];
  @ApiProperty({ type: [String], description: 'The records that came or went.' }) records!: string[];
  @ApiProperty({ example: 'same user_id' }) because!: string;
}

export class HistoryAnswer {
  @ApiProperty() profile!: string;
  @ApiProperty({ type: [HistoryEntryAnswer], description: 'Newest first; the last 200 are kept.' })
  items!: HistoryEntryAnswer[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

export class CalledAnswer {
  @ApiProperty({ example: 'r_77aa' }) record!: string;
  @ApiPropertyOptional({ type: IdentifierAnswer, description: 'The number of its row, or its strongest identifier.' })
  identifier?: IdentifierAnswer;
  @ApiProperty({ type: [String], example: ['crm'], description: 'Who has said that.' }) sources!: readonly string[];
  @ApiPropertyOptional({ example: 'Masha Kelley' }) name?: string;
}

export const whoWords = 'What the records that are named here are called by those who keep them.';

class ComparedFieldAnswer {
  @ApiProperty({ example: 'birth' }) field!: string;
  @ApiProperty({ type: String, nullable: true, example: 'one edit', description: 'Null: not known of both.' })
  level!: string | null;
  @ApiProperty({ description: 'What speaks for one person, as log2 of the odds; negative: against.' }) bits!: number;
}

export class WaterfallAnswer {
  @ApiProperty({ description: 'Bits before anything is compared.' }) prior!: number;
  @ApiProperty({ type: [ComparedFieldAnswer] }) fields!: readonly ComparedFieldAnswer[];
  @ApiProperty({ description: 'Prior and fields together.' }) bits!: number;
  @ApiProperty({ description: 'The probability of one person.' }) p!: number;
  @ApiProperty({ example: 'prior -19.9, name: exact +13.2, birth: exact +14.0 = +7.3 bits, p 0.99' }) text!: string;
}

class BranchAnswer {
  @ApiPropertyOptional({ description: 'A single record.' }) record?: string;
  @ApiPropertyOptional({ description: 'All that an earlier join made one: its place in the list.' }) join?: number;
}

export class JoinAnswer {
  @ApiProperty({ enum: ['assertion', 'exclusive', 'personal', 'device', 'scored'] }) tier!: string;
  @ApiProperty({ example: 'anonymous_id:a-1', description: 'Empty where no identifier joined them.' })
  identifier!: string;
  @ApiProperty({ type: [String] }) records!: readonly string[];
  @ApiProperty() because!: string;
  @ApiPropertyOptional({ type: WaterfallAnswer, description: 'Where they were compared.' })
  comparison?: WaterfallAnswer;
}

class ExplainedJoinAnswer extends JoinAnswer {
  @ApiProperty({ type: [BranchAnswer], description: 'What became one here; two.' }) of!: readonly BranchAnswer[];
}

export class ExplainedRefusalAnswer {
  @ApiProperty({ example: 'clash' }) reason!: string;
  @ApiProperty({ example: 'email:ann@example.com' }) identifier!: string;
  @ApiProperty({ type: [String] }) records!: readonly string[];
  @ApiProperty() because!: string;
  @ApiPropertyOptional({ type: WaterfallAnswer, description: 'Where they were compared.' })
  comparison?: WaterfallAnswer;
}

class SplittingFieldAnswer {
  @ApiProperty({ example: 'r_77aa' }) record!: string;
  @ApiProperty({ example: 'birth' }) name!: string;
}

class WouldSplitAnswer {
  @ApiProperty({ example: 'anonymous_id:a-1', description: 'Empty where it is a field.' }) identifier!: string;
  @ApiPropertyOptional({ type: SplittingFieldAnswer, description: 'What one record says.' })
  field?: SplittingFieldAnswer;
  @ApiProperty({ type: 'array', items: { type: 'array', items: { type: 'string' } } })
  into!: readonly (readonly string[])[];
  @ApiProperty() because!: string;
}

export class IdentityExplanationAnswer extends Fresh {
  @ApiProperty() profile!: string;
  @ApiProperty() policyVersion!: number;
  @ApiProperty({ description: 'The record that the profile is named after.' }) seed!: string;
  @ApiProperty() summary!: string;
  @ApiProperty({ type: [CalledAnswer], description: whoWords }) who!: readonly CalledAnswer[];
  @ApiProperty({ type: [ExplainedJoinAnswer] }) joins!: readonly ExplainedJoinAnswer[];
  @ApiProperty({ type: [ExplainedRefusalAnswer] }) refused!: readonly ExplainedRefusalAnswer[];
  @ApiProperty({ type: [WouldSplitAnswer] }) wouldSplit!: readonly WouldSplitAnswer[];
}
