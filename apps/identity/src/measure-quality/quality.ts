/** The quality of the data: measured by a walk, shown as numbers, and as the rows behind them. */
import { isUnusable, masked, readQuality, type FieldReading } from '@tributary/domain-identity';
import { type RecordId } from '@tributary/contracts';
import { type Logger } from '@tributary/telemetry';
import { type FindRoots } from '../link-records/find-roots.ts';
import { type PolicyBook } from '../manage-policies/policy-book.ts';
import { type PolicyVersions } from '../manage-policies/policy-versions.ts';
import { type WalkComponents } from '../walk-components/walk-components.ts';
import { type Walk } from '../walk-components/walk-store.ts';
import { type QualityRow } from './measure.ts';
import { nothingMeasured, type QualitySum, type UnusableRow } from './quality-sum.ts';

export type QualityWalk = Walk<QualitySum>;

export interface QualityParts {
  readonly walk: WalkComponents<QualitySum, QualityRow>;
  readonly book: PolicyBook;
  readonly versions: PolicyVersions;
  readonly roots: FindRoots;
  readonly log: Logger;
}

export interface WorstRow extends UnusableRow {
  readonly fields: readonly FieldReading[];
  /** Where to go on behind it. */
  readonly place: string;
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

  /** Rows as their records are now, without those that have been mended since the scan. At most one more than `limit`. */
  async worst(walk: QualityWalk, question: WorstQuestion, from: Place, limit: number): Promise<readonly WorstRow[]> {
    const found: WorstRow[] = [];
    let waiting: Placed[] = [];
    for await (const { component, row } of this.parts.walk.rows(walk, from.component)) {
      const skipped = component === from.component ? from.count : 0;
      const placed = row.map((one, index) => ({ ...one, place: `${index + 1} ${component}` })).slice(skipped);
      waiting.push(...placed.filter(({ source }) => question.source === undefined || source === question.source));
      if (waiting.length < atOnce) continue;
      found.push(...(await this.#asTheyAre(waiting, walk, question)));
      waiting = [];
      if (found.length > limit) break;
    }
    found.push(...(await this.#asTheyAre(waiting, walk, question)));
    return found.slice(0, limit + 1);
  }

  /** Says in the log who has seen what: values are personal data. */
  revealed(what: Readonly<Record<string, unknown>>): void {
    this.parts.log.info({ audit: 'revealed', ...what }, 'Values of records were shown');
  }

  async #asTheyAre(rows: readonly Placed[], { sum }: QualityWalk, question: WorstQuestion): Promise<WorstRow[]> {
    const policy = await this.parts.versions.of(sum.version);
    const roots = await this.parts.roots.of(new Set(rows.map(({ record }) => record)));
    return rows.flatMap(({ record, source, place }) => {
      const facts = roots.get(record)?.facts.records.get(record);
      const readings = facts === undefined ? [] : readQuality(facts, policy);
      const fields = readings.find((reading) => reading.source === source)?.fields ?? [];
      return isAsked(fields, question) ? [{ record, source, place, fields: shown(fields, question) }] : [];
    });
  }
}

interface Placed extends UnusableRow {
  readonly place: string;
}

/** Behind so many rows of this component. */
export interface Place {
  readonly component: RecordId | '';
  readonly count: number;
}

function isAsked(fields: readonly FieldReading[], { field, atLeast }: WorstQuestion): boolean {
  const unusable = fields.filter(isUnusable);
  return unusable.length >= atLeast && (field === undefined || unusable.some((reading) => reading.field === field));
}

const shown = (fields: readonly FieldReading[], { reveal }: WorstQuestion): FieldReading[] =>
  reveal ? [...fields] : fields.map((one) => (one.value === undefined ? one : { ...one, value: masked(one.value) }));
