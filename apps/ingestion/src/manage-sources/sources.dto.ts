/** Sources as they are said and answered. */
import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateBy,
} from 'class-validator';
import { isOriginPattern } from '../accept-events/origins.ts';

const kinds = ['client', 'server'] as const;
const mostOrigins = 100;
const mostPerSecond = 1_000_000;
const originsSay =
  'Web origins from which browsers may send, `https://*.shop.example` for all below one; none: any. Requests from elsewhere are answered 403.';
const quotaSays =
  'Events a second in the long run, of each process of ingestion; ten seconds of them may come at once. Beyond it the answer is 429.';

const IsOrigins = (): PropertyDecorator =>
  applyDecorators(
    IsArray(),
    ArrayMaxSize(mostOrigins),
    ValidateBy({
      name: 'isOrigins',
      validator: {
        validate: (value: unknown) =>
          Array.isArray(value) && value.every((one) => typeof one === 'string' && isOriginPattern(one)),
        defaultMessage: () =>
          'origins must be like https://shop.example or https://*.shop.example, in lower case, without a path',
      },
    }),
  );

export class NewSource {
  @ApiProperty({ example: 'web', description: 'Stands in every event of the source; it never changes.' })
  @Matches(/^[a-z][a-z0-9-]{0,62}$/, { message: 'id must be 1 to 63 lower-case letters, digits or dashes' })
  id!: string;

  @ApiProperty({ example: 'Web shop' })
  @IsString()
  @Length(1, 200)
  name!: string;

  @ApiPropertyOptional({
    enum: kinds,
    default: 'server',
    description: 'A client is a browser or an app: nothing it says is proven.',
  })
  @IsOptional()
  @IsIn(kinds)
  kind: 'client' | 'server' = 'server';

  @ApiPropertyOptional({ type: [String], description: originsSay, example: ['https://shop.example'] })
  @IsOptional()
  @IsOrigins()
  origins?: string[];

  @ApiPropertyOptional({ type: Number, minimum: 1, maximum: mostPerSecond, description: quotaSays })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(mostPerSecond)
  eventsPerSecond?: number;
}

export class ChangedSource {
  @ApiPropertyOptional({ example: 'Web shop' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  name?: string;

  @ApiPropertyOptional({ type: [String], description: originsSay, example: ['https://shop.example'] })
  @IsOptional()
  @IsOrigins()
  origins?: string[];

  @ApiPropertyOptional({
    ...{ type: Number, nullable: true, minimum: 1, maximum: mostPerSecond },
    description: `${quotaSays} null takes the bound away.`,
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(mostPerSecond)
  eventsPerSecond?: number | null;

  @ApiPropertyOptional({ description: 'Its key opens nothing; what it has sent stays.' })
  @IsOptional()
  @IsBoolean()
  disabled?: boolean;
}

export class SourceAnswer {
  @ApiProperty() readonly id!: string;
  @ApiProperty() readonly name!: string;
  @ApiProperty({ enum: kinds }) readonly kind!: 'client' | 'server';
  @ApiProperty({ description: 'Public: it can send events and nothing else.' }) readonly writeKey!: string;
  @ApiProperty({ format: 'date-time' }) readonly createdAt!: string;
  @ApiPropertyOptional({ type: [String] }) readonly origins?: readonly string[];
  @ApiPropertyOptional({ type: Number }) readonly eventsPerSecond?: number;
  @ApiPropertyOptional() readonly disabled?: boolean;
}

export class SourcesAnswer {
  @ApiProperty({ type: [SourceAnswer] }) readonly items!: readonly SourceAnswer[];
}
