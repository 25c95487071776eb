/** Adds the components of a page to what has been counted. */
import {
  blockingKeyOf,
  blockKey,
  capsHit,
  comparisonsOf,
  isUnusable,
  keysOf,
  partitionOf,
  readQuality,
  urgencyOf,
  type Policy,
  type SourceReading,
} from '@tributary/domain-identity';
import { type PolicyVersions } from '../manage-policies/policy-versions.ts';
import { type StoredComponent } from '../ports.ts';
import { type Visit } from '../walk-components/walk-components.ts';
import { admit } from './keep-worst.ts';
import {
  habitOf,
  noFields,
  others,
  sizes,
  type GenericValue,
  type QualitySum,
  type SourceSum,
  type UnusableRow,
} from './quality-sum.ts';

export type QualityRow = readonly UnusableRow[];
export type QualityVisit = Visit<QualitySum, QualityRow>;

/** Sources are named by an operator; whoever has more has named something else by it. */
const mostSources = 500;
/** Each page writes all of them. */
const mostValues = 1_000;
const mostLargest = 10;
const mostFrozen = 20;
/** They are kept in one document. */
const mostRowsOfComponent = 500;

export const qualityVisits =
  (versions: PolicyVersions) =>
  async (sum: QualitySum): Promise<QualityVisit> =>
    new Measure(sum, await versions.of(sum.version));

class Measure implements QualityVisit {
  #sum: QualitySum;
  readonly #sources: Map<string, SourceSum>;
  readonly #generic: Map<string, number>;
  readonly #blocks: Map<string, number>;
  readonly #comparisons: ReturnType<typeof comparisonsOf>;

  constructor(
    begun: QualitySum,
    private readonly policy: Policy,
  ) {
    this.#sum = begun;
    this.#sources = new Map(structuredClone(begun.sources).map((sum) => [sum.source, sum]));
    this.#generic = countsOf(begun.generic);
    this.#blocks = countsOf(begun.blocks);
    this.#comparisons = comparisonsOf(policy);
  }

  get sum(): QualitySum {
    const sources = [...this.#sources.values()];
    return { ...this.#sum, sources, generic: listOf(this.#generic), blocks: listOf(this.#blocks) };
  }

  look({ id, facts }: StoredComponent): QualityRow | undefined {
    const { people, saturated } = partitionOf(facts, this.policy);
    const generic = new Set([...facts.saturated, ...saturated]);
    this.#sum = { ...this.#sum, records: this.#sum.records + facts.records.size };
    this.#countPeople(people);
    this.#countGeneric(facts, generic);
    if (facts.records.size >= this.policy.limits.recordsPerComponent) this.#countFrozen(id);
    const rows: UnusableRow[] = [];
    for (const record of facts.records.values()) {
      for (const reading of readQuality(record, this.policy)) {
        this.#countReading(reading);
        if (!reading.fields.some(isUnusable)) continue;
        const qualities = reading.fields.map(({ quality }) => quality);
        const caps = capsHit(record, facts, generic, this.policy);
        rows.push({ record: record.id, source: reading.source, qualities, records: facts.records.size, caps });
      }
    }
    return this.#kept(rows);
  }

  /** Judged by what the sources have said so far; the list is ranked by what they have said in the end. */
  #kept(rows: QualityRow): QualityRow | undefined {
    if (rows.length === 0) return undefined;
    const urgent = rows
      .map((row) => ({ row, urgency: urgencyOf(row, habitOf(this.#sumOf(row.source))) }))
      .sort((a, b) => b.urgency - a.urgency);
    let { steps } = this.#sum.unusable;
    const kept: UnusableRow[] = [];
    for (const { row, urgency } of urgent) {
      const admission = admit(steps, urgency);
      steps = admission.steps;
      if (admission.isKept && kept.length < mostRowsOfComponent) kept.push(row);
    }
    const { unusable } = this.#sum;
    const counts = { rows: unusable.rows + rows.length, kept: unusable.kept + kept.length };
    this.#sum = { ...this.#sum, unusable: { ...counts, steps } };
    return kept.length === 0 ? undefined : kept;
  }

  #countPeople(people: ReturnType<typeof partitionOf>['people']): void {
    const counts = [...this.#sum.sizes];
    for (const { records } of people) {
      const bucket = sizes.findLastIndex((from) => from <= records.length);
      counts[bucket] = (counts[bucket] ?? 0) + 1;
    }
    const here = people.map(({ profile, records }) => ({ profile, records: records.length }));
    const largest = [...this.#sum.largest, ...here].sort((a, b) => b.records - a.records).slice(0, mostLargest);
    this.#sum = { ...this.#sum, sizes: counts, largest, people: this.#sum.people + people.length };
  }

  #countFrozen(id: string): void {
    const { count, components } = this.#sum.frozen;
    const listed = components.length < mostFrozen ? [...components, id] : components;
    this.#sum = { ...this.#sum, frozen: { count: count + 1, components: listed } };
  }

  #countGeneric({ records }: StoredComponent['facts'], saturated: ReadonlySet<string>): void {
    if (saturated.size === 0) return;
    for (const record of records.values()) {
      const identifiers = new Set(record.identifiers.flatMap((identifier) => keysOf(identifier, this.policy)));
      for (const key of identifiers) if (saturated.has(key)) this.#add(this.#generic, key);
      for (const code of this.#comparisons?.codesOf(record) ?? []) {
        if (saturated.has(blockKey(code))) this.#add(this.#blocks, blockingKeyOf(code));
      }
    }
  }

  #add(counts: Map<string, number>, key: string): void {
    const known = counts.get(key);
    if (known !== undefined || counts.size < mostValues) counts.set(key, (known ?? 0) + 1);
    else this.#sum = { ...this.#sum, hasMore: true };
  }

  #countReading({ source, fields }: SourceReading): void {
    const known = this.#sumOf(source);
    for (const { field, quality } of fields) known.fields[field][quality] += 1;
    this.#sources.set(known.source, { ...known, rows: known.rows + 1 });
  }

  #sumOf(source: string): SourceSum {
    const name = this.#sources.has(source) || this.#sources.size < mostSources ? source : others;
    return this.#sources.get(name) ?? { source: name, rows: 0, fields: noFields() };
  }
}

const countsOf = (values: readonly GenericValue[]): Map<string, number> =>
  new Map(values.map(({ key, records }) => [key, records]));

const listOf = (counts: ReadonlyMap<string, number>): GenericValue[] =>
  [...counts].map(([key, records]) => ({ key, records }));
