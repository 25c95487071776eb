/** What the salutation route takes and answers. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';

export class SalutationQuery {
  @ApiPropertyOptional({ example: 'de', description: 'BCP 47; else the `language` or `locale` of the person.' })
  @IsOptional()
  @Matches(/^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}$/, { message: 'language must be a tag such as de or pt-BR' })
  language?: string;
}

export class SalutationAnswer {
  @ApiProperty({ example: 'p_77aa' }) profile!: string;
  @ApiProperty({
    example: 'Hello Masha Kelley,',
    description: 'Empty where neither name nor language is known. Gender is said only where a title was declared.',
  })
  salutation!: string;
  @ApiProperty({ type: String, nullable: true }) language!: string | null;
  @ApiProperty({
    description: 'Somebody with a login or a card, or in a list of the shop; others are welcomed as new.',
  })
  known!: boolean;
  @ApiProperty({ description: 'Everything that had arrived by then is in the answer.' }) asOf!: string;
  @ApiProperty({ description: 'Milliseconds from then to now.' }) lagMs!: number;
}
