/** What a caller may ask of the figures. */
import { PageQuery } from '@tributary/http';
import { isDay } from '@tributary/domain-analytics';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Matches, Max, Min, ValidateBy } from 'class-validator';

const IsDay = (): PropertyDecorator =>
  ValidateBy({
    name: 'isDay',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && isDay(value),
      defaultMessage: () => 'must be a day of the calendar, written YYYY-MM-DD',
    },
  });

const IsCurrency = (): PropertyDecorator =>
  Matches(/^[A-Z]{3}$/, { message: 'must be an ISO 4217 code, for example EUR' });

export class DaysQuery {
  @ApiPropertyOptional({ example: '2010-12-01', description: 'First day; absent: from the beginning.' })
  @IsOptional()
  @IsDay()
  from?: string;

  @ApiPropertyOptional({ example: '2011-01-09', description: 'Last day, included; absent: to the end.' })
  @IsOptional()
  @IsDay()
  to?: string;
}

export class FiguresQuery extends DaysQuery {
  @ApiPropertyOptional({
    example: 'GBP',
    description: 'For amounts; absent: the currency of most orders in the range.',
  })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.toUpperCase() : value))
  @IsCurrency()
  currency?: string;
}

export class ProductsQuery extends FiguresQuery {
  @ApiPropertyOptional({ default: 20, minimum: 1, maximum: 500 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500) // as every list
  limit: number = 20;

  @ApiPropertyOptional({ enum: ['revenue', 'units'], default: 'revenue' })
  @IsOptional()
  @IsIn(['revenue', 'units'])
  by: 'revenue' | 'units' = 'revenue';
}

export class RfmQuery {
  @ApiPropertyOptional({ description: 'The day to which recency is counted; absent: today.' })
  @IsOptional()
  @IsDay()
  at?: string;

  @ApiPropertyOptional({ example: 'GBP', description: 'For the monetary value; absent: the currency of most orders.' })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.toUpperCase() : value))
  @IsCurrency()
  currency?: string;
}

export class RfmListQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'The day to which recency is counted; absent: today.' })
  @IsOptional()
  @IsDay()
  at?: string;

  @ApiPropertyOptional({ example: 'GBP', description: 'For the monetary value; absent: the currency of most orders.' })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.toUpperCase() : value))
  @IsCurrency()
  currency?: string;
}
