/** Shapes of the routes of imports. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { fixOf } from '@tributary/importer';
import { IsBoolean, IsInt, IsObject, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { isOver } from './content-keeper.ts';
import {
  type FileImport,
  type ImportFailure,
  type ImportProgress,
  type ImportState,
  importStates,
  type KeptRejection,
} from './ports.ts';
import { mostKept } from './refused-rows.ts';

const mappingText = [
  'How rows become events, as `tributary import --mapping` takes it: `format`, `columns`, `groupBy`, `shiftDays`, `events`. Not needed for files of events (NDJSON,',
  'JSON) and for POSLog.',
].join(' ');
const shiftText = 'Whole days by which every time is moved, instead of what the mapping says.';
const dryRunText = 'Check everything as the door would, and send nothing.';
const farthestDays = 999_999;

/** What can be said anew before each run. */
export class RunOrder {
  @ApiPropertyOptional({ type: Object, description: mappingText })
  @IsOptional()
  @IsObject()
  mapping?: object;

  @ApiPropertyOptional({ description: shiftText })
  @IsOptional()
  @IsInt()
  @Min(-farthestDays)
  @Max(farthestDays)
  shiftDays?: number;

  @ApiPropertyOptional({ description: dryRunText })
  @IsOptional()
  @IsBoolean()
  dryRun?: boolean;
}

export class NewImport extends RunOrder {
  @ApiProperty({ example: 'shop', description: 'Whose events they are: the id of a source.' })
  @IsString()
  @Length(1, 63)
  source!: string;

  @ApiPropertyOptional({ example: 'orders of 2025.csv' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  name?: string;

  @ApiPropertyOptional({ description: 'Bytes of the content; the import begins by itself when they are there.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  size?: number;

  @ApiPropertyOptional({
    default: false,
    description: 'Hold it when its content is whole, until `POST /v1/imports/:id/run`: for a look at the preview.',
  })
  @IsOptional()
  @IsBoolean()
  preview?: boolean;
}

export class PreviewOrder {
  @ApiPropertyOptional({ type: Object, description: 'To be tried instead of that of the import.' })
  @IsOptional()
  @IsObject()
  mapping?: object;
}

class ImportProgressAnswer implements ImportProgress {
  @ApiProperty({ description: 'Of `received`.' }) readonly bytesRead!: number;
  @ApiProperty({ description: 'Rows read: those that became events, `rejected` and `leftOut`.' })
  readonly rows!: number;
  @ApiProperty() readonly events!: number;
  @ApiProperty({ description: 'Taken by the door, duplicates among them; in a dry run: what would be.' })
  readonly accepted!: number;
  @ApiProperty({ description: 'Rows and events that were refused.' }) readonly rejected!: number;
  @ApiProperty({ description: 'Rows that the mapping makes no event of.' }) readonly leftOut!: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly firstTime!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly lastTime!: string | null;
}

class ImportFailureAnswer implements ImportFailure {
  @ApiProperty({ example: 'MISSING_COLUMN' }) readonly code!: string;
  @ApiProperty() readonly detail!: string;
  @ApiProperty({ description: 'What to do about it.' }) readonly fix!: string;
}

export class ImportAnswer {
  @ApiProperty({ example: 'imp_0mx0py89eb55779700e3d94ef8593' }) readonly id!: string;
  @ApiProperty() readonly source!: string;
  @ApiPropertyOptional() readonly name?: string;
  @ApiProperty({ enum: importStates }) readonly state!: ImportState;
  @ApiProperty() readonly dryRun!: boolean;
  @ApiPropertyOptional({ description: shiftText }) readonly shiftDays?: number;
  @ApiPropertyOptional({ description: 'Bytes that were declared.' }) readonly size?: number;
  @ApiProperty({ description: 'Bytes of the content that are kept: the next upload goes on there.' })
  readonly received!: number;
  @ApiProperty({ description: 'False once the content was removed: then it cannot be run again.' })
  readonly hasContent!: boolean;
  @ApiProperty({ type: ImportProgressAnswer, nullable: true, description: 'Null before it has begun to run.' })
  readonly progress!: ImportProgressAnswer | null;
  @ApiProperty({ type: ImportFailureAnswer, nullable: true }) readonly failure!: ImportFailureAnswer | null;
  @ApiProperty({ format: 'date-time' }) readonly createdAt!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly startedAt!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) readonly endedAt!: string | null;
}

export class ImportWithMappingAnswer extends ImportAnswer {
  @ApiProperty({ type: Object, nullable: true, description: mappingText }) readonly mapping!: object | null;
}

export class ImportsAnswer {
  @ApiProperty({ type: [ImportAnswer] }) readonly items!: readonly ImportAnswer[];
  @ApiProperty({ type: String, nullable: true }) readonly next!: string | null;
}

const endings = ['cancelled', 'forgotten'] as const;

export class EndedImportAnswer {
  @ApiProperty() readonly id!: string;
  @ApiProperty({ enum: endings }) readonly outcome!: (typeof endings)[number];
}

class ImportRejectionAnswer {
  @ApiProperty({ description: 'From 1: the line of a CSV or NDJSON file, the number of the record in any other.' })
  readonly line!: number;
  @ApiProperty({ example: 'INVALID_CELL' }) readonly code!: string;
  @ApiProperty() readonly detail!: string;
  @ApiProperty({ description: 'What to do about it.' }) readonly fix!: string;
}

export class ImportRejectionsAnswer {
  @ApiProperty({ type: [ImportRejectionAnswer] }) readonly items!: readonly ImportRejectionAnswer[];
  @ApiProperty({ type: String, nullable: true }) readonly next!: string | null;
  @ApiProperty({
    description: `How many were refused so far; the first ${mostKept.toLocaleString('en')} that were met are listed.`,
  })
  readonly total!: number;
}

export function importAnswer(found: FileImport): ImportAnswer {
  const { id, order, state, received, progress, failure, createdAt, startedAt, endedAt } = found;
  // What nobody needs is removed a moment after the end.
  const hasContent = found.hasContent && !isOver(found);
  const { source, name, dryRun, shiftDays, size } = order;
  return {
    ...{ id, source, ...(name === undefined ? {} : { name }), state, dryRun },
    ...(shiftDays === undefined ? {} : { shiftDays }),
    ...(size === undefined ? {} : { size }),
    ...{ received, hasContent, progress, failure },
    createdAt: instant(createdAt),
    startedAt: startedAt === null ? null : instant(startedAt),
    endedAt: endedAt === null ? null : instant(endedAt),
  };
}

const instant = (ms: number): string => new Date(ms).toISOString();

export const rejectionAnswer = ({ line, code, detail }: KeptRejection): ImportRejectionAnswer => ({
  ...{ line, code, detail },
  fix: fixOf(code),
});
