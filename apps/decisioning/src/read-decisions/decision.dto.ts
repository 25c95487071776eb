/** How decisions look over HTTP. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type JsonObject } from '@tributary/contracts';
import { type Candidate } from '@tributary/domain-decisioning';
import { PageQuery } from '@tributary/http';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { type VersionRef } from '../ports.ts';

export class ReservationAnswer {
  @ApiProperty({ format: 'date-time', description: 'Report the exposure before; afterwards the place is free again.' })
  readonly until!: string;
}

export class AnsweredOffer {
  @ApiProperty({ type: String, nullable: true, description: 'Null for the content of a fallback.' })
  readonly offer!: string | null;
  @ApiProperty({ type: Object }) readonly content!: JsonObject;
  @ApiProperty({ example: 'priority 90, in segment loyal' }) readonly because!: string;
  @ApiPropertyOptional({ type: ReservationAnswer, description: 'Where a cap counts exposures.' })
  readonly reservation?: ReservationAnswer;
}

class CandidateAnswer {
  @ApiProperty() readonly offer!: string;
  @ApiProperty({ enum: ['chosen', 'ranked', 'rejected'] }) readonly outcome!: string;
  @ApiPropertyOptional({ description: 'The first stage that rejected it.' }) readonly stage?: string;
  @ApiProperty() readonly because!: string;
}

export class DecisionAnswer {
  @ApiProperty() readonly decision!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Null where nobody is known by the identifiers.' })
  readonly profile!: string | null;
  @ApiProperty() readonly placement!: string;
  @ApiProperty({ type: [AnsweredOffer], description: 'Best first; empty when nothing may be shown.' })
  readonly offers!: readonly AnsweredOffer[];
  @ApiProperty() readonly fallback!: boolean;
  @ApiProperty({ type: [CandidateAnswer], description: 'Every offer of the placement with its reason.' })
  readonly candidates!: readonly Candidate[];
  @ApiProperty({ format: 'date-time', description: 'Everything received until then was taken into account.' })
  readonly asOf!: string;
  @ApiProperty() readonly lagMs!: number;
}

export class ResponseAnswer {
  @ApiProperty() readonly offer!: string;
  @ApiProperty({ enum: ['shown', 'accepted', 'dismissed'] }) readonly response!: string;
  @ApiProperty({ format: 'date-time' }) readonly at!: string;
}

export class LoggedDecision extends DecisionAnswer {
  @ApiProperty({ format: 'date-time' }) readonly at!: string;
  @ApiProperty({ type: [ResponseAnswer] }) readonly responses!: readonly ResponseAnswer[];
}

export class LoggedDecisions {
  @ApiProperty({ type: [LoggedDecision] }) readonly items!: readonly LoggedDecision[];
  @ApiProperty({ type: String, nullable: true }) readonly next!: string | null;
}

class VersionAnswer {
  @ApiProperty() readonly id!: string;
  @ApiProperty() readonly version!: number;
}

export class DecisionReplayAnswer {
  @ApiProperty({ description: 'True where the decision, made again from its record, came out the same in every bit.' })
  readonly same!: boolean;
  @ApiProperty({ description: 'From which equals were drawn.' }) readonly seed!: string;
}

export class VersionsAnswer {
  @ApiProperty({ type: VersionAnswer }) readonly placement!: VersionRef;
  @ApiProperty({ type: [VersionAnswer] }) readonly offers!: readonly VersionRef[];
}

export class DecisionExplanationAnswer {
  @ApiProperty() readonly decision!: string;
  @ApiProperty({ type: String, nullable: true }) readonly profile!: string | null;
  @ApiProperty({ type: [String], description: 'The decision, told in sentences.' }) readonly words!: readonly string[];
  @ApiProperty({ type: [CandidateAnswer] }) readonly candidates!: readonly Candidate[];
  @ApiProperty({ type: DecisionReplayAnswer }) readonly replay!: DecisionReplayAnswer;
  @ApiProperty({ type: VersionsAnswer, description: 'The definitions as they were.' })
  readonly versions!: VersionsAnswer;
  @ApiProperty({ format: 'date-time' }) readonly at!: string;
  @ApiProperty({ format: 'date-time' }) readonly asOf!: string;
  @ApiProperty({ description: 'At the time of the decision.' }) readonly lagMs!: number;
}

export class DecisionsQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'Only decisions for this profile.' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  profile?: string;
}
