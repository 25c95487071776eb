/** The quality of the data: measured by a walk, shown as numbers, and as the rows behind them. */
import { isUnusable, masked, readQuality, type FieldReading } from '@tributary/domain-identity';
import { type Logger } from '@tributary/telemetry';
import { type FindRoots } from '../link-records/find-roots.ts';
import { type PolicyBook } from '../manage-policies/policy-book.ts';
import { type PolicyVersions } from '../manage-policies/policy-versions.ts';
import { RecentMap } from '../recent-map.ts';
import { type WalkComponents } from '../walk-components/walk-components.ts';
import { type Walk } from '../walk-components/walk-store.ts';
import { type QualityRow } from './measure.ts';
import { nothingMeasured, type QualitySum } from './quality-sum.ts';
import { byUrgency, rankRows, type Rank, type RankedRow } from './rank-rows.ts';

export type QualityWalk = Walk<QualitySum>;

export interface QualityParts {
  readonly walk: WalkComponents<QualitySum, QualityRow>;
  readonly book: PolicyBook;
  readonly versions: PolicyVersions;
  readonly roots: FindRoots;
  readonly log: Logger;
}

export interface WorstRow extends RankedRow {
  /** By which the source itself knows the row; undefined where it names none. */
  readonly key: string | undefined;
  /** As they are now. */
  readonly fields: readonly FieldReading[];
}

export interface WorstQuestion {
  readonly field?: string | undefined;
  readonly source?: string | undefined;
  readonly atLeast: number;
  readonly reveal: boolean;
}

/** One place for all deployments: there is one scan. */
const scan = 'scan';
/** Rows that are read from their components at once. */
const atOnce = 100;

export class Quality {
  /** Pages are asked for one after the other, of one measurement. */
  readonly #ranked = new RecentMap<string, readonly RankedRow[]>(1);

  constructor(private readonly parts: QualityParts) {}

  /** One that is under way goes on; one that has ended is measured anew. */
  async scan(): Promise<QualityWalk> {
    const { walk, book } = this.parts;
    await book.refresh();
    const before = await walk.find(scan);
    if (before !== undefined && before.endedAt === undefined) return before;
    return walk.begin(scan, before, nothingMeasured(book.current().version));
  }

  find(): Promise<QualityWalk | undefined> {
    return this.parts.walk.find(scan);
  }

  /**
   * The most urgent first, by what was measured; shown as their records are now, without those that have been mended since.
   * At most one more than `limit`.
   */
  async worst(
    walk: QualityWalk,
    question: WorstQuestion,
    behind: Rank | undefined,
    limit: number,
  ): Promise<readonly WorstRow[]> {
    const ranked = await this.#rank(walk);
    const start = behind === undefined ? 0 : ranked.findIndex((row) => byUrgency(row, behind) > 0);
    const asked = (start < 0 ? [] : ranked.slice(start)).filter(
      ({ source }) => question.source === undefined || source === question.source,
    );
    const found: WorstRow[] = [];
    for (let from = 0; from < asked.length && found.length <= limit; from += atOnce) {
      found.push(...(await this.#asTheyAre(asked.slice(from, from + atOnce), walk, question)));
    }
    return found.slice(0, limit + 1);
  }

  /** Says in the log who has seen what: values are personal data. */
  revealed(what: Readonly<Record<string, unknown>>): void {
    this.parts.log.info({ audit: 'revealed', ...what }, 'Values of records were shown');
  }

  async #rank(walk: QualityWalk): Promise<readonly RankedRow[]> {
    const state = `${walk.startedAt} ${walk.looked}`;
    const known = this.#ranked.get(state);
    if (known !== undefined) return known;
    const ranked = await rankRows(this.parts.walk.rows(walk, ''), walk.sum.sources);
    this.#ranked.set(state, ranked);
    return ranked;
  }

  async #asTheyAre(rows: readonly RankedRow[], { sum }: QualityWalk, question: WorstQuestion): Promise<WorstRow[]> {
    const policy = await this.parts.versions.of(sum.version);
    const roots = await this.parts.roots.of(new Set(rows.map(({ record }) => record)));
    return rows.flatMap((row) => {
      const { record, source } = row;
      const facts = roots.get(record)?.facts.records.get(record);
      const readings = facts === undefined ? [] : readQuality(facts, policy);
      const fields = readings.find((reading) => reading.source === source)?.fields ?? [];
      const key = facts?.identifiers.find(({ type }) => type === 'record_id')?.value;
      return isAsked(fields, question) ? [{ ...row, key, fields: shown(fields, question) }] : [];
    });
  }
}

function isAsked(fields: readonly FieldReading[], { field, atLeast }: WorstQuestion): boolean {
  const unusable = fields.filter(isUnusable);
  return unusable.length >= atLeast && (field === undefined || unusable.some((reading) => reading.field === field));
}

const shown = (fields: readonly FieldReading[], { reveal }: WorstQuestion): FieldReading[] =>
  reveal ? [...fields] : fields.map((one) => (one.value === undefined ? one : { ...one, value: masked(one.value) }));
