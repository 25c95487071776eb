/** What a preview of an import shows. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { fixOf } from '@tributary/importer';
import { type ShownPreview } from './preview-import.ts';

class DetectedFileAnswer {
  @ApiProperty({ enum: ['csv', 'ndjson', 'json', 'xml', 'parquet'] }) readonly type!: string;
  @ApiProperty({ description: 'Packed with gzip.' }) readonly zipped!: boolean;
  @ApiProperty({ example: 'windows-1251' }) readonly encoding!: string;
  @ApiProperty({ description: 'Between the cells of CSV.' }) readonly delimiter!: string;
  @ApiProperty() readonly quote!: string;
  @ApiProperty({ description: 'Where the records of JSON or XML are.' }) readonly records!: string;
  @ApiPropertyOptional({ description: 'Which list within a record are its rows.' }) readonly rows?: string;
  @ApiProperty({ description: 'Receipts as POSLog says them, which need no mapping.' }) readonly isPosLog!: boolean;
  @ApiProperty({ type: [String], description: 'What was found, and by what.' }) readonly notes!: readonly string[];
}

class PreviewedEventAnswer {
  @ApiProperty() readonly line!: number;
  @ApiProperty({ type: Object, description: 'In the Segment wire format.' }) readonly event!: object;
}

class PreviewedRejectionAnswer {
  @ApiProperty() readonly line!: number;
  @ApiProperty({ example: 'INVALID_CELL' }) readonly code!: string;
  @ApiProperty() readonly detail!: string;
  @ApiProperty() readonly fix!: string;
}

class PreviewProblemAnswer {
  @ApiProperty({ example: 'MISSING_COLUMN' }) readonly code!: string;
  @ApiProperty() readonly detail!: string;
  @ApiProperty() readonly fix!: string;
}

class ProposalAnswer {
  @ApiProperty({
    type: Object,
    nullable: true,
    description: 'To begin with; null where nothing names a person or an order.',
  })
  readonly mapping!: object | null;
  @ApiProperty({ type: [String], description: 'Why it is as it is: read them before you use it.' })
  readonly notes!: readonly string[];
}

export class ImportPreviewAnswer {
  @ApiProperty({ type: DetectedFileAnswer }) readonly detected!: DetectedFileAnswer;
  @ApiProperty({ type: [String] }) readonly columns!: readonly string[];
  @ApiProperty({ description: 'How many rows the events are of: the first 20, and more where a group goes on.' })
  readonly rows!: number;
  @ApiProperty({ type: [PreviewedEventAnswer] }) readonly events!: readonly PreviewedEventAnswer[];
  @ApiProperty({ type: [PreviewedRejectionAnswer] }) readonly rejected!: readonly PreviewedRejectionAnswer[];
  @ApiProperty({
    type: PreviewProblemAnswer,
    nullable: true,
    description: 'Why rows cannot be read, or become no events.',
  })
  readonly problem!: PreviewProblemAnswer | null;
  @ApiProperty({
    type: ProposalAnswer,
    nullable: true,
    description: 'Where no mapping was given and the file could have one.',
  })
  readonly proposal!: ProposalAnswer | null;
}

export function previewAnswer({ detected, columns, rows, events, rejected, problem, proposal }: ShownPreview) {
  const { rows: rowsPath, ...rest } = detected;
  const answer: ImportPreviewAnswer = {
    detected: rowsPath === undefined ? rest : { ...rest, rows: rowsPath },
    ...{ columns, rows, events, problem },
    rejected: rejected.map((one) => ({ ...one, fix: fixOf(one.code) })),
    proposal: proposal ? { mapping: proposal.mapping ?? null, notes: proposal.notes } : null,
  };
  return answer;
}
