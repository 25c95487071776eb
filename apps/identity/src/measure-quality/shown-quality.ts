/** The measured quality as the API shows it: values masked unless they were asked for. */
import { masked, qualityFields } from '@tributary/domain-identity';
import { mostKept } from './keep-worst.ts';
import { type QualityAnswer, type WorstRowAnswer } from './quality.dto.ts';
import { sizes, type GenericValue, type SourceSum } from './quality-sum.ts';
import { type QualityWalk, type WorstRow } from './quality.ts';

export function shownQuality(walk: QualityWalk, { reveal }: { readonly reveal: boolean }): QualityAnswer {
  const { startedAt, endedAt, looked, total, sum } = walk;
  const { version: policy, records, people, sources, generic, blocks, hasMore, largest, frozen, unusable } = sum;
  return {
    asOf: new Date(startedAt).toISOString(),
    state: endedAt === undefined ? 'running' : 'done',
    ...{ done: looked, total: Math.max(total, looked), policy, records, people },
    sources: [...sources].sort((a, b) => (a.source < b.source ? -1 : 1)).map(shownSource),
    generic: shownValues(generic, reveal),
    fullBlocks: shownValues(blocks, reveal),
    genericIsWhole: !hasMore,
    sizes: sizes.map((from, index) => {
      const next = sizes[index + 1];
      return { from, to: next === undefined ? null : next - 1, people: sum.sizes[index] ?? 0 };
    }),
    largest: largest.map((one) => ({ ...one })),
    frozen: { count: frozen.count, components: [...frozen.components] },
    unusable: { rows: unusable.rows, listIsWhole: unusable.kept === unusable.rows && unusable.rows <= mostKept },
  };
}

const shownSource = ({ source, rows, fields }: SourceSum): QualityAnswer['sources'][number] => ({
  ...{ source, rows },
  fields: qualityFields.map((field) => ({ field, ...fields[field] })),
});

const shownValues = (values: readonly GenericValue[], reveal: boolean): QualityAnswer['generic'] =>
  [...values]
    .sort((a, b) => b.records - a.records || (a.key < b.key ? -1 : 1))
    .map(({ key, records }) => {
      const [, type = '', value = ''] = /^([^|]*)\|(.*)$/s.exec(key) ?? [];
      return { type, value: reveal ? value : masked(value), records };
    });

export const shownRow = ({ record, source, key, urgency, records, caps, fields }: WorstRow): WorstRowAnswer => ({
  ...{ record, source, key: key ?? null, urgency, records, caps },
  fields: fields.map(({ field, quality, value }) => ({ field, quality, value: value ?? null })),
});
