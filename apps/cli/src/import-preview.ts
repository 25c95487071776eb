/** What a file is and what its first rows would become, as a person reads it. */
import { delimiterName, type DetectedFile, type Preview } from '@tributary/importer';
import { describeFailure, describeRejection } from './import-result.ts';

export function describePreview(file: string, preview: Preview): string {
  const { detected, columns, rows, events, rejected, problem, proposal } = preview;
  const text = [
    `${file}: ${kindOf(detected)}`,
    ...detected.notes.map(indented),
    `Columns (${columns.length}): ${columns.join(', ')}`,
    ...(proposal ? [proposed(proposal), ...proposal.notes.map(indented)] : []),
    ...(rows > 0 ? [`The first ${rows} rows become ${events.length} events:`] : []),
    ...events.map(({ line, event }) => `  line ${line}: ${JSON.stringify(event)}`),
    ...(rejected.length > 0 ? [`Refused are ${rejected.length}:`, ...rejected.map(describeRejection)] : []),
    ...(problem ? [describeFailure(problem)] : []),
  ];
  return `${text.join('\n')}\n`;
}

/** An error has a message of its own only when it is asked for. */
export function previewAsJson({ problem, ...preview }: Preview): string {
  const told = problem && { code: problem.code, message: problem.message, fix: problem.fix };
  return JSON.stringify({ ...preview, ...(told && { problem: told }) });
}

const proposed = ({ mapping }: NonNullable<Preview['proposal']>): string =>
  mapping ? 'No mapping was given; one is proposed:' : 'No mapping was given, and none can be proposed:';

const indented = (line: string): string => `  ${line}`;

const typeNames = { csv: 'CSV', ndjson: 'NDJSON', json: 'JSON', xml: 'XML', parquet: 'Parquet' } as const;

function kindOf({ type, zipped, encoding, delimiter, records, isPosLog }: DetectedFile): string {
  const facts = [
    isPosLog ? 'POSLog' : typeNames[type],
    ...(zipped ? ['gzip'] : []),
    ...(type === 'parquet' ? [] : [`encoding ${encoding}`]),
    ...(type === 'csv' ? [`delimiter ${delimiterName(delimiter)}`] : []),
    ...(type === 'json' || type === 'xml' ? [`records at "${records}"`] : []),
  ];
  return facts.join(', ');
}
