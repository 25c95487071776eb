/** What the routes of a dry run take and answer. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsOptional } from 'class-validator';

export class DryRunBody {
  @ApiPropertyOptional({ default: false, description: 'Look again, where the last dry run has ended.' })
  @IsOptional()
  @IsBoolean()
  readonly anew: boolean = false;
}

class PeopleAnswer {
  @ApiProperty({ description: 'People by the policy in force.' }) before!: number;
  @ApiProperty({ description: 'People by the version that is tried.' }) after!: number;
}

class AlsoPossibleAnswer {
  @ApiProperty({
    type: [String],
    description:
      'Where records would meet that do not meet now: people of components that never met could become one, which is not counted.',
  })
  newMeetings!: string[];
  @ApiProperty({
    type: [String],
    description: 'Parts by which events are read that differ: what a rebuild would read differently is not counted.',
  })
  readDifferently!: string[];
  @ApiProperty({
    description:
      'Components with values that too many records carry: whom a higher limit would let meet is not counted.',
  })
  saturated!: number;
}

export class DryRunAnswer {
  @ApiProperty({ description: 'The version that is tried.' }) version!: number;
  @ApiProperty({ description: 'The version that it is compared with: the one in force when it was asked.' })
  against!: number;
  @ApiProperty({ description: 'The version it is compared with is still in force.' }) isCurrent!: boolean;
  @ApiProperty({ enum: ['running', 'done'] }) state!: 'running' | 'done';
  @ApiProperty({ description: 'What changed later than this may be missing.' }) startedAt!: string;
  @ApiProperty({ type: String, nullable: true }) endedAt!: string | null;
  @ApiProperty({ description: 'Components looked at.' }) done!: number;
  @ApiProperty({ description: 'Components that there were at the start.' }) total!: number;
  @ApiProperty() people!: PeopleAnswer;
  @ApiProperty({ description: 'People who would hold records of several people of today.' }) merges!: number;
  @ApiProperty({ description: 'People whose records would go to several.' }) splits!: number;
  @ApiProperty({ description: 'People who would not keep exactly their records.' }) affected!: number;
  @ApiProperty({ description: 'False: more are affected than the list keeps.' }) listIsWhole!: boolean;
  @ApiProperty({ description: 'What no look at history as it is stored can foresee.' })
  alsoPossible!: AlsoPossibleAnswer;
}

class PartAnswer {
  @ApiProperty({ example: 'p_77aa' }) profile!: string;
  @ApiProperty({ type: [String] }) records!: string[];
}

export class AffectedAnswer {
  @ApiProperty({ example: 'p_77aa' }) profile!: string;
  @ApiProperty({
    enum: ['merged', 'grown', 'split'],
    description:
      'merged: all its records go to another; grown: others become part of it; split: its records go to several.',
  })
  change!: 'merged' | 'grown' | 'split';
  @ApiProperty({ type: [PartAnswer], description: 'Where its records go.' }) into!: PartAnswer[];
}

export class AffectedPageAnswer {
  @ApiProperty({ type: [AffectedAnswer] }) items!: AffectedAnswer[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}
