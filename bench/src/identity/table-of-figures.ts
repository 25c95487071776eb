/** The figures of a set as a line of a Markdown table. */
import { type Figures } from './figures.ts';
import { type Resolution } from './resolve.ts';

export type Line = Figures &
  Omit<Resolution, 'people'> & {
    readonly set: string;
    /** Which columns counted, which rows did not. */
    readonly notes: readonly string[];
    readonly megabytes: number;
  };

const columns = [
  ...['set', 'records', 'model', 'precision', 'recall', 'F1'],
  ...['of people: precision', 'recall', 'F1', 'largest'],
  ...['read s', 'train s', 'stream s', 'stream CPU s', 'partition s', 'p99 us', 'MB'],
];

function cells(line: Line): readonly (string | number)[] {
  const { pairs, clusters, seconds } = line;
  return [
    ...[line.set, line.records, line.model, pairs.precision, pairs.recall, pairs.f1],
    ...[clusters.precision, clusters.recall, clusters.f1, line.largest],
    ...[seconds.reading, seconds.training, seconds.streaming, line.streamingCpu, seconds.partition],
    ...[line.latency.p99, line.megabytes],
  ];
}

const joined = (items: readonly (string | number)[]): string => `| ${items.join(' | ')} |\n`;

export const head = joined(columns) + joined(columns.map(() => '---'));

export const row = (line: Line): string => joined(cells(line));
