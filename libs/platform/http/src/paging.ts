/** Lists come in pages: `limit` items after an opaque cursor. */
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { Problem } from './problem.ts';

export class PageQuery {
  @ApiPropertyOptional({ default: 50, minimum: 1, maximum: 500, description: 'Items in the page.' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500) // a page of full profiles stays under a megabyte
  limit: number = 50;

  @ApiPropertyOptional({ description: 'The `next` of the page before.' })
  @IsOptional()
  @IsString()
  @MaxLength(1_000)
  after?: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Pass it as `after`; null on the last page. */
  readonly next: string | null;
}

export const cursorOf = (position: string): string => Buffer.from(position, 'utf8').toString('base64url');

/** The position that a cursor stands for; undefined where there is none. */
export function positionOf(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const position = Buffer.from(cursor, 'base64url').toString('utf8');
  if (position !== '' && cursorOf(position) === cursor) return position;
  throw new Problem({
    status: 400,
    code: 'CURSOR_INVALID',
    detail: '`after` is not a cursor of ours.',
    at: '/after',
    fix: 'Pass the `next` of the page before, unchanged, or leave it out.',
  });
}

/** Makes a page of one item more than `limit`: the surplus tells that there is a next page. */
export function pageOf<T>(found: readonly T[], limit: number, position: (item: T) => string): Page<T> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, next: found.length > limit && last !== undefined ? cursorOf(position(last)) : null };
}
