/** What identity answers about the quality of its records. */
import { fieldsOf, listOf, numberOf, textOf, textsOf } from '../answer.ts';

export interface Quality {
  /** The answer as it came. */
  readonly raw: unknown;
  readonly asOf: string;
  readonly running: boolean;
  /** Components looked at, of those that there were at the start. */
  readonly done: number;
  readonly total: number;
  readonly policy: number;
  readonly records: number;
  readonly people: number;
  readonly sources: readonly SourceQuality[];
  readonly generic: readonly Generic[];
  readonly fullBlocks: readonly Generic[];
  readonly genericIsWhole: boolean;
  readonly sizes: readonly { readonly from: number; readonly to: number | undefined; readonly people: number }[];
  readonly largest: readonly { readonly profile: string; readonly records: number }[];
  readonly frozen: { readonly count: number; readonly components: readonly string[] };
  readonly unusable: { readonly rows: number; readonly listIsWhole: boolean };
}

interface SourceQuality {
  readonly source: string;
  readonly rows: number;
  readonly fields: readonly FieldCounts[];
}

export interface FieldCounts {
  readonly field: string;
  readonly missing: number;
  readonly valid: number;
}

export interface Generic {
  readonly type: string;
  readonly value: string;
  readonly records: number;
}

export function readQuality(raw: unknown): Quality {
  const body = fieldsOf(raw);
  const [frozen, unusable] = [fieldsOf(body['frozen']), fieldsOf(body['unusable'])];
  const count = (name: string): number => numberOf(body[name]);
  return {
    ...{ raw, asOf: textOf(body['asOf']), running: body['state'] === 'running' },
    ...{ done: count('done'), total: count('total'), policy: count('policy') },
    ...{ records: count('records'), people: count('people') },
    sources: listOf(body['sources'], readSource),
    ...{ generic: listOf(body['generic'], readGeneric), fullBlocks: listOf(body['fullBlocks'], readGeneric) },
    genericIsWhole: body['genericIsWhole'] !== false,
    sizes: listOf(body['sizes'], ({ from, to, people }) => ({
      ...{ from: numberOf(from), to: typeof to === 'number' ? to : undefined, people: numberOf(people) },
    })),
    largest: listOf(body['largest'], ({ profile, records }) => ({
      ...{ profile: textOf(profile), records: numberOf(records) },
    })),
    frozen: { count: numberOf(frozen['count']), components: textsOf(frozen['components']) },
    unusable: { rows: numberOf(unusable['rows']), listIsWhole: unusable['listIsWhole'] !== false },
  };
}

type Fields = ReturnType<typeof fieldsOf>;

const readSource = ({ source, rows, fields }: Fields): SourceQuality => ({
  ...{ source: textOf(source), rows: numberOf(rows) },
  fields: listOf(fields, ({ field, missing, valid }) => ({
    ...{ field: textOf(field), missing: numberOf(missing), valid: numberOf(valid) },
  })),
});

const readGeneric = ({ type, value, records }: Fields): Generic => ({
  ...{ type: textOf(type), value: textOf(value), records: numberOf(records) },
});
