/** What the routes of decisions take and answer. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PageQuery } from '@tributary/http';
import { type Assertion, pairKey } from '@tributary/domain-identity';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, Length } from 'class-validator';
import { ProfileAnswer } from '../read-profiles/profiles.dto.ts';
import { instant } from '../read-profiles/shown-profile.ts';

/** Longer reasons belong into the back office that they come from. */
const mostWhy = 1_000;
const mostBy = 100;
/** As many records as a component has. */
const mostRecords = 500;

export class SaidBy {
  @ApiProperty({ maxLength: mostWhy, example: 'Father and son with one name.' })
  @IsString()
  @Length(1, mostWhy)
  why!: string;

  @ApiPropertyOptional({
    default: 'api',
    maxLength: mostBy,
    description: 'Who decides, as your back office names them.',
  })
  @IsOptional()
  @IsString()
  @Length(1, mostBy)
  by: string = 'api';
}

export class AssertBody extends SaidBy {
  @ApiProperty({ enum: ['must-link', 'cannot-link'], description: 'These two are one person, or are not.' })
  @IsIn(['must-link', 'cannot-link'])
  kind!: 'must-link' | 'cannot-link';

  @ApiProperty({
    example: 'user_id:17850',
    description:
      'A record id means that record, also one that is not known yet: the decision waits for it. A profile id means the record that the' +
      ' profile is named after. An identifier as type:value means the oldest record that carries it, of the person who has it.',
  })
  @IsString()
  @Length(1, 512)
  a!: string;

  @ApiProperty({ example: 'p_b012', description: 'As `a`.' })
  @IsString()
  @Length(1, 512)
  b!: string;
}

export class TakeBackQuery {
  @ApiPropertyOptional({ maxLength: mostWhy })
  @IsOptional()
  @IsString()
  @Length(1, mostWhy)
  why: string = 'taken back';

  @ApiPropertyOptional({ default: 'api', maxLength: mostBy })
  @IsOptional()
  @IsString()
  @Length(1, mostBy)
  by: string = 'api';
}

export class AssertionsQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'Any id of a person: only decisions on their records.' })
  @IsOptional()
  @IsString()
  @Length(1, 512)
  profile?: string;
}

export class UnmergeBody extends SaidBy {
  @ApiPropertyOptional({
    type: [String],
    description:
      'The records that are another person; a former profile id means the record that it was given to. The others stay.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(mostRecords)
  @IsString({ each: true })
  records?: string[];

  @ApiPropertyOptional({
    type: 'array',
    items: { type: 'array', items: { type: 'string' } },
    description: 'Instead: every record of the person, in the people that they are.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(mostRecords)
  into?: unknown[];
}

export class AssertionAnswer {
  @ApiProperty({ example: 'r_77aa~r_b012', description: 'The pair: a new decision on it replaces the one before.' })
  id!: string;
  @ApiProperty({ enum: ['must-link', 'cannot-link', 'undecided', 'retracted'] }) kind!: string;
  @ApiProperty({ type: [String] }) records!: readonly string[];
  @ApiProperty() by!: string;
  @ApiProperty() at!: string;
  @ApiProperty() why!: string;
  @ApiPropertyOptional({ description: 'Of an undecided pair: the question rests until then.' }) until?: string;
}

export class AssertionsAnswer {
  @ApiProperty({ type: [AssertionAnswer], description: 'The newest first.' }) items!: AssertionAnswer[];
  @ApiProperty({ type: String, nullable: true, description: 'Pass it as `after`; null on the last page.' })
  next!: string | null;
}

export class DecidedAnswer extends AssertionAnswer {
  @ApiProperty({
    type: 'array',
    items: { type: 'string', nullable: true },
    description: 'The person that each of the two records is now; null: the record is not known yet.',
  })
  profiles!: readonly (string | null)[];
  @ApiProperty({ example: 'They are two people.' }) effect!: string;
}

export class UnmergedAnswer {
  @ApiProperty({ type: [ProfileAnswer], description: 'The people as they are now, one for each part.' })
  people!: ProfileAnswer[];
  @ApiProperty({ type: [AssertionAnswer], description: 'What was decided for it; take one back to undo it.' })
  assertions!: AssertionAnswer[];
}

export function shownAssertion({ kind, records, by, at, why, until }: Assertion): AssertionAnswer {
  const shown = { id: pairKey(records), kind, records, by, at: instant(at), why };
  return until === undefined ? shown : { ...shown, until: instant(until) };
}
