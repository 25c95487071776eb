/** Shapes of the rejection routes. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';

const doors = ['http', 'file', 'kafka', 'bridge', 'beacon', 'mqtt'] as const;
const outcomes = ['replayed', 'left-out', 'already-replayed', 'still-rejected'] as const;

export class BridgedAnswer {
  @ApiProperty() readonly bridge!: string;
  @ApiProperty() readonly topic!: string;
  @ApiProperty() readonly partition!: number;
  @ApiProperty() readonly offset!: number;
  @ApiProperty({ description: 'Milliseconds, as the message has it.' }) readonly timestamp!: number;
  @ApiProperty({ type: String, nullable: true, description: 'Base64.' }) readonly key!: string | null;
  @ApiProperty({ type: Object }) readonly headers!: Readonly<Record<string, string>>;
}

export class Sampled {
  @ApiProperty() readonly rejection!: string;
  @ApiProperty() readonly source!: string;
  @ApiProperty({ enum: doors }) readonly door!: (typeof doors)[number];
  @ApiProperty({ format: 'date-time' }) readonly receivedAt!: string;
  @ApiProperty({ example: 'MISSING_IDENTITY' }) readonly code!: string;
  @ApiProperty() readonly detail!: string;
  @ApiPropertyOptional({ description: 'JSON pointer to the culprit.' }) readonly at?: string;
  @ApiProperty() readonly fix!: string;
  @ApiPropertyOptional({ description: 'The MQTT topic that it came on.' }) readonly topic?: string;
  @ApiPropertyOptional({ type: BridgedAnswer, description: 'Of what a bridge has refused: the message.' })
  readonly bridged?: BridgedAnswer;
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
  @ApiProperty({ description: 'Right now, without an event that follows from them.' }) readonly leftOut!: number;
  @ApiProperty({ type: [RejectionReplayAnswer] }) readonly stillRejected!: readonly RejectionReplayAnswer[];
}

export class ReplayByCode {
  @ApiProperty({ example: 'MISSING_IDENTITY' })
  @IsString()
  @Length(1, 64)
  code!: string;
}
