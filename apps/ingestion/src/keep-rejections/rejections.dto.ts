/** Shapes of the rejection routes. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';

const doors = ['http', 'file', 'kafka'] as const;
const outcomes = ['replayed', 'already-replayed', 'still-rejected'] as const;

export class Sampled {
  @ApiProperty() readonly rejection!: string;
  @ApiProperty() readonly source!: string;
  @ApiProperty({ enum: doors }) readonly door!: (typeof doors)[number];
  @ApiProperty({ format: 'date-time' }) readonly receivedAt!: string;
  @ApiProperty({ example: 'MISSING_IDENTITY' }) readonly code!: string;
  @ApiProperty() readonly detail!: string;
  @ApiPropertyOptional({ description: 'JSON pointer to the culprit.' }) readonly at?: string;
  @ApiProperty() readonly fix!: string;
  @ApiProperty({ enum: ['open', 'replayed'] }) readonly state!: 'open' | 'replayed';
  @ApiProperty({ description: 'The beginning of what came.' }) readonly sample!: string;
}

export class RejectionAnswer extends Sampled {
  @ApiProperty({ description: 'What came, base64.' }) readonly bytes!: string;
}

class CodeCount {
  @ApiProperty() readonly code!: string;
  @ApiProperty() readonly open!: number;
  @ApiProperty() readonly replayed!: number;
}

export class RejectionsAnswer {
  @ApiProperty({ type: [Sampled] }) readonly items!: readonly Sampled[];
  @ApiProperty({ type: String, nullable: true }) readonly next!: string | null;
  @ApiProperty({ type: [CodeCount], description: 'All rejections by reason.' }) readonly counts!: readonly CodeCount[];
}

class ReasonAnswer {
  @ApiProperty() readonly code!: string;
  @ApiProperty() readonly detail!: string;
  @ApiPropertyOptional() readonly at?: string;
  @ApiProperty() readonly fix!: string;
}

export class RejectionReplayAnswer {
  @ApiProperty() readonly rejection!: string;
  @ApiProperty({ enum: outcomes }) readonly outcome!: (typeof outcomes)[number];
  @ApiPropertyOptional({ type: ReasonAnswer, description: 'Why it is still refused.' }) readonly reason?: ReasonAnswer;
}

export class RejectionReplaysAnswer {
  @ApiProperty() readonly replayed!: number;
  @ApiProperty({ type: [RejectionReplayAnswer] }) readonly stillRejected!: readonly RejectionReplayAnswer[];
}

export class ReplayByCode {
  @ApiProperty({ example: 'MISSING_IDENTITY' })
  @IsString()
  @Length(1, 64)
  code!: string;
}
