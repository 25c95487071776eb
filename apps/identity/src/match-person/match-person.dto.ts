/** What the read-only match takes and answers. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { IdentifierAnswer } from '../read-profiles/profiles.dto.ts';

class AskedIdentifier {
  @ApiProperty({ example: 'email' })
  @Matches(/^[a-z][a-z0-9_]{0,63}$/, { message: 'type must be a lower-case name such as email or user_id' })
  type!: string;

  @ApiProperty({ example: 'ann@example.com' })
  @IsString()
  @Length(1, 512)
  value!: string;
}

export class MatchQuestion {
  @ApiPropertyOptional({ type: [AskedIdentifier] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => AskedIdentifier)
  identifiers: AskedIdentifier[] = [];

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    example: { firstName: 'Ann', lastName: 'Kelley', birthday: '1990-04-02' },
    description: 'As events say them of a person.',
  })
  @IsOptional()
  @IsObject()
  traits: Record<string, unknown> = {};

  @ApiPropertyOptional({
    type: Number,
    default: 10,
    minimum: 1,
    maximum: 50,
    description: 'The most likely so many are answered.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(50)
  limit: number = 10;
}

class ComparedFieldAnswer {
  @ApiProperty({ example: 'name' }) field!: string;
  @ApiProperty({ type: String, nullable: true, example: 'exact', description: 'Null: one side says nothing.' })
  level!: string | null;
  @ApiProperty({ description: 'For one person when positive, against it when negative.' }) bits!: number;
}

class WaterfallAnswer {
  @ApiProperty({ description: 'Bits of the odds that two records taken at random are one person.' }) prior!: number;
  @ApiProperty({ type: [ComparedFieldAnswer] }) fields!: ComparedFieldAnswer[];
}

class CandidateAnswer {
  @ApiProperty({ example: 'p_77aa' }) profile!: string;
  @ApiProperty({ description: 'The record of the person that agrees most.' }) record!: string;
  @ApiProperty({ type: Number, nullable: true, description: 'Null: nothing could be compared.' }) p!: number | null;
  @ApiProperty({ type: Number, nullable: true }) bits!: number | null;
  @ApiProperty({ type: WaterfallAnswer, nullable: true }) waterfall!: WaterfallAnswer | null;
  @ApiProperty({ type: [String], description: 'Identifiers that were asked for and that the person has.' })
  shared!: string[];
}

class IgnoredIdentifierAnswer extends IdentifierAnswer {
  @ApiProperty({
    enum: ['placeholder', 'invalid', 'role', 'disposable', 'weak'],
    description: '`weak`: the policy does not use this type to tell people apart.',
  })
  why!: string;
}

export class MatchAnswer {
  @ApiProperty({ type: String, nullable: true, description: 'Whom the rules would take this for; null: somebody new.' })
  match!: string | null;
  @ApiProperty({ type: [CandidateAnswer], description: 'The most likely first.' }) candidates!: CandidateAnswer[];
  @ApiProperty({ type: [IgnoredIdentifierAnswer], description: 'Identifiers that identify nobody.' })
  ignored!: IgnoredIdentifierAnswer[];
  @ApiProperty({ type: [String], description: 'Blocking keys that too many records share to be compared.' })
  generic!: string[];
  @ApiProperty({ description: 'Everything that had arrived by then is in the answer.' }) asOf!: string;
  @ApiProperty({ description: 'Milliseconds from then to now.' }) lagMs!: number;
}
