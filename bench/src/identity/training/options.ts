/** What a training is asked to do: which records, who they are known to be, and what the model is called. */
import { integer, readCommandLine, requiredText, text } from '@tributary/config';

type Source =
  /** A shop's own file, read as `tributary import` would. */
  | { readonly kind: 'mapped'; readonly file: string; readonly mapping: string }
  /** A table whose columns are named as traits are. */
  | { readonly kind: 'table'; readonly file: string; readonly delimiter: string }
  | { readonly kind: 'generated'; readonly records: number };

export interface TrainOptions {
  readonly source: Source;
  /** The column, or with a mapping the trait, that says who each record is. */
  readonly truth: string | undefined;
  readonly population: number | undefined;
  readonly seed: number;
  readonly version: string;
  /** Of the training, `2026-01-31`. */
  readonly date: string;
  readonly out: string;
}

export type Asked =
  { readonly ok: true; readonly options: TrainOptions } | { readonly ok: false; readonly problem: string };

const describedIn = 'bench/README.md';
const most = 1_000_000_000;

export function readTrainOptions(args: readonly string[]): Asked {
  const line = readCommandLine({
    args,
    describedIn,
    settings: {
      data: text('data'),
      mapping: text('mapping'),
      csv: text('csv'),
      delimiter: text('delimiter'),
      generate: integer('generate', undefined, { min: 1, max: most }),
      truth: text('truth'),
      population: integer('population', undefined, { min: 2, max: most }),
      seed: integer('seed', 1, { min: 0, max: most }),
      version: requiredText('version'),
      date: requiredText('date'),
      out: requiredText('out'),
    },
  });
  if (!line.ok) return line;
  const source = sourceOf(line.values);
  const problem = typeof source === 'string' ? source : faultOf(line.values);
  if (typeof source === 'string' || problem !== undefined) {
    return { ok: false, problem: `${problem}. The options are described in ${describedIn}.` };
  }
  const { truth, population, seed, version, date, out } = line.values;
  return { ok: true, options: { source, truth, population, seed, version, date, out } };
}

interface SourceValues {
  readonly data: string | undefined;
  readonly mapping: string | undefined;
  readonly csv: string | undefined;
  readonly delimiter: string | undefined;
  readonly generate: number | undefined;
}

/** Or what is wrong with what was said. */
function sourceOf({ data, mapping, csv, delimiter, generate }: SourceValues): Source | string {
  const said = [data, csv, generate].filter((one) => one !== undefined).length;
  if (said !== 1) return 'say one of --data <file> with --mapping <file>, --csv <file>, --generate <records>';
  if (mapping !== undefined && data === undefined) return '--mapping goes with --data';
  if (delimiter !== undefined && csv === undefined) return '--delimiter goes with --csv; a mapping names its own';
  if (csv !== undefined) return { kind: 'table', file: csv, delimiter: delimiter ?? ',' };
  if (generate !== undefined) return { kind: 'generated', records: generate };
  if (data === undefined || mapping === undefined)
    return '--data needs --mapping <file>, as `tributary import` reads it';
  return { kind: 'mapped', file: data, mapping };
}

function faultOf({ date, delimiter = ',' }: { readonly date: string; readonly delimiter: string | undefined }) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(Date.parse(date)))
    return '--date must be a day such as 2026-01-31';
  return delimiter.length === 1 ? undefined : '--delimiter must be one character';
}
