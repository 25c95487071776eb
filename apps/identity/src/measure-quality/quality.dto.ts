/** What the routes of data quality take and answer. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type FieldQuality, type QualityField } from '@tributary/domain-cleansing';
import { hitCaps, qualityFields, type HitCap } from '@tributary/domain-identity';
import { PageQuery } from '@tributary/http';
import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';

const isTrue = ({ value }: { readonly value: unknown }): unknown =>
  value === 'true' ? true : value === 'false' ? false : value;

export class QualityQuery {
  @ApiPropertyOptional({ default: false, description: 'Show values as they are; this is written to the log.' })
  @IsOptional()
  @Transform(isTrue)
  @IsBoolean()
  reveal: boolean = false;
}

export class WorstQuery extends PageQuery {
  @ApiPropertyOptional({ enum: qualityFields, description: 'Rows in which nobody can use this field.' })
  @IsOptional()
  @IsIn(qualityFields)
  field?: QualityField;

  @ApiPropertyOptional({ description: 'Rows of this source.' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  source?: string;

  @ApiPropertyOptional({
    default: 1,
    minimum: 1,
    maximum: 5,
    description: 'Rows with so many fields that nobody can use.',
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(qualityFields.length)
  atLeast: number = 1;

  @ApiPropertyOptional({ default: false, description: 'Show values as they are; this is written to the log.' })
  @IsOptional()
  @Transform(isTrue)
  @IsBoolean()
  reveal: boolean = false;
}

class FieldCountsAnswer {
  @ApiProperty({ enum: qualityFields }) field!: QualityField;
  @ApiProperty() missing!: number;
  @ApiProperty({ description: 'Said in name only: `n/a`, `test`, or a value that the policy forbids.' })
  placeholder!: number;
  @ApiProperty({ description: 'Said, and impossible.' }) invalid!: number;
  @ApiProperty() valid!: number;
}

class SourceQualityAnswer {
  @ApiProperty() source!: string;
  @ApiProperty({ description: 'Records that the source speaks of.' }) rows!: number;
  @ApiProperty({ type: [FieldCountsAnswer] }) fields!: FieldCountsAnswer[];
}

class GenericAnswer {
  @ApiProperty({ example: 'email' }) type!: string;
  @ApiProperty({ description: 'Masked, unless revealed.' }) value!: string;
  @ApiProperty({ description: 'Records that carry it.' }) records!: number;
}

class SizeAnswer {
  @ApiProperty({ description: 'Records of a person, at least.' }) from!: number;
  @ApiProperty({ type: Number, nullable: true, description: 'At most; null: no limit.' }) to!: number | null;
  @ApiProperty() people!: number;
}

class LargestAnswer {
  @ApiProperty() profile!: string;
  @ApiProperty() records!: number;
}

class FrozenAnswer {
  @ApiProperty() count!: number;
  @ApiProperty({ type: [String], description: 'The first twenty.' }) components!: string[];
}

class UnusableAnswer {
  @ApiProperty({ description: 'Rows with a field that nobody can use.' }) rows!: number;
  @ApiProperty({ description: 'False: there are more than /v1/quality/worst lists.' }) listIsWhole!: boolean;
}

export class QualityAnswer {
  @ApiProperty({ description: 'What changed later than this may be missing.' }) asOf!: string;
  @ApiProperty({ enum: ['running', 'done'] }) state!: 'running' | 'done';
  @ApiProperty({ description: 'Components looked at.' }) done!: number;
  @ApiProperty({ description: 'Components that there were at the start.' }) total!: number;
  @ApiProperty({ description: 'The version of the policy by which it is judged.' }) policy!: number;
  @ApiProperty() records!: number;
  @ApiProperty() people!: number;
  @ApiProperty({ type: [SourceQualityAnswer] }) sources!: SourceQualityAnswer[];
  @ApiProperty({ type: [GenericAnswer], description: 'Identifiers that too many records carry, most records first.' })
  generic!: GenericAnswer[];
  @ApiProperty({ type: [GenericAnswer], description: 'Blocks of records that are too large to be compared.' })
  fullBlocks!: GenericAnswer[];
  @ApiProperty({ description: 'False: more such values were found than are kept.' }) genericIsWhole!: boolean;
  @ApiProperty({ type: [SizeAnswer] }) sizes!: SizeAnswer[];
  @ApiProperty({ type: [LargestAnswer] }) largest!: LargestAnswer[];
  @ApiProperty({ description: 'Components that are as large as they may become.' }) frozen!: FrozenAnswer;
  @ApiProperty() unusable!: UnusableAnswer;
}

class FieldReadingAnswer {
  @ApiProperty({ enum: qualityFields }) field!: QualityField;
  @ApiProperty({ enum: ['missing', 'placeholder', 'invalid', 'valid'] }) quality!: FieldQuality;
  @ApiProperty({ type: String, nullable: true, description: 'Masked, unless revealed.' }) value!: string | null;
}

export class WorstRowAnswer {
  @ApiProperty() record!: string;
  @ApiProperty() source!: string;
  @ApiProperty({ type: String, nullable: true, description: 'The `record_id` by which the source knows the row.' })
  key!: string | null;
  @ApiProperty({
    description:
      'What is wrong with the row (invalid values, placeholders, what the source says elsewhere and not here, caps) times what hangs on its record.',
  })
  urgency!: number;
  @ApiProperty({ description: 'Of the component that the record is in.' }) records!: number;
  @ApiProperty({
    enum: hitCaps,
    isArray: true,
    description:
      'Limits that it has hit: its component is full; an identifier that too many carry; it keeps no more identifiers, or traits.',
  })
  caps!: readonly HitCap[];
  @ApiProperty({ type: [FieldReadingAnswer] }) fields!: FieldReadingAnswer[];
}

export class WorstPageAnswer {
  @ApiProperty({ type: [WorstRowAnswer] }) items!: WorstRowAnswer[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}
