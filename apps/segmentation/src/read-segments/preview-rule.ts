/** Who would be in a segment if there were one with this rule, judged on existing data; keeps nothing. */
import {
  type Activity,
  type Feature,
  type Rule,
  compile,
  evaluate,
  featureFinder,
  foldActivity,
  mergeActivity,
} from '@tributary/domain-segmentation';
import { type Clock } from '@tributary/telemetry';
import { type Catalogue } from '../define-segments/catalogue.ts';
import { type ActivityStore, type ArchiveReader, type ProfileStore } from '../ports.ts';

export interface PreviewParts {
  readonly catalogue: Catalogue;
  readonly profiles: ProfileStore;
  readonly activities: ActivityStore;
  readonly archive: ArchiveReader;
  readonly clock: Clock;
}

export interface Preview {
  readonly count: number;
  readonly of: number;
  readonly sample: readonly { readonly profile: string; readonly because: string }[];
}

const sampleSize = 10;
const pageSize = 500;

export class PreviewRule {
  constructor(private readonly parts: PreviewParts) {}

  async of(rule: Rule): Promise<Preview> {
    const { catalogue, profiles, activities, clock } = this.parts;
    const compiled = compile(rule);
    const missing = compiled.features.filter((feature) => !catalogue.current.complete.has(feature.key));
    const replayed = await this.#replay(missing);
    const now = clock.now();
    const sample: { readonly profile: string; readonly because: string }[] = [];
    let [count, of, after] = [0, 0, ''];
    for (;;) {
      const page = await profiles.page({ after, limit: pageSize });
      const last = page.at(-1);
      if (last === undefined) return { count, of, sample };
      const people = page.filter((state) => state.state === 'active');
      const kept = await activities.load(people.flatMap((state) => state.records));
      for (const { id, records, traits } of people) {
        const parts = records.map((record) => ({ ...kept.get(record)?.activity, ...replayed.get(record) }));
        const { member, because } = evaluate(compiled, mergeActivity(parts), traits, now);
        if (!member) continue;
        count += 1;
        if (sample.length < sampleSize) sample.push({ profile: id, because });
      }
      of += people.length;
      after = last.id;
    }
  }

  /** What records did of features that no segment keeps; empty when there is none, without a look into the archive. */
  async #replay(missing: readonly Feature[]): Promise<ReadonlyMap<string, Activity>> {
    const replayed = new Map<string, Activity>();
    if (missing.length === 0) return replayed;
    const featuresOf = featureFinder(missing);
    let cursor: string | null = null;
    do {
      const page = await this.parts.archive.page(cursor);
      for (const event of page.items) {
        if (featuresOf(event).length === 0) continue;
        const before = replayed.get(event.record) ?? {};
        replayed.set(event.record, foldActivity(before, [event], featuresOf).activity);
      }
      cursor = page.next;
    } while (cursor !== null);
    return replayed;
  }
}
