/** Keeps what segmentation knows of people in step with identity: records, traits, merges, erasures. */
import { type Received } from '@tributary/bus';
import { type ProfileUpdated } from '@tributary/contracts';
import { type Catalogue, type Segments } from '../define-segments/catalogue.ts';
import { type ActivityStore, type ProfileState, type ProfileStore } from '../ports.ts';
import { giveUpEarly } from '../settle-profiles/give-up-early.ts';
import { type Lesson, type SettleProfiles } from '../settle-profiles/settle-profiles.ts';
import { tracesOf } from '../settle-profiles/traces-of.ts';
import { type News, learnNews } from './learn-snapshot.ts';

export interface KnowProfilesParts {
  readonly catalogue: Pick<Catalogue, 'use'>;
  readonly profiles: ProfileStore;
  readonly activities: ActivityStore;
  readonly settle: SettleProfiles;
}

export class KnowProfiles {
  constructor(private readonly parts: KnowProfilesParts) {}

  async all(batch: readonly Received<ProfileUpdated>[]): Promise<void> {
    await this.parts.catalogue.use(async (segments) => {
      for (const part of partsOf(batch)) await this.#know(part, segments);
    });
  }

  async #know(part: readonly Received<ProfileUpdated>[], segments: Segments): Promise<void> {
    const news = new Map<string, News[]>();
    const traces = tracesOf(part);
    for (const message of part) {
      const own = news.get(message.key) ?? [];
      own.push(newsOf(message));
      news.set(message.key, own);
    }
    const lessons = [...news].map(([profile, own]) => ({
      ...lessonOf(profile, own),
      traceparent: traces.get(profile),
    }));
    await this.parts.settle.all(lessons, segments);
    await giveUpEarly(this.parts, recordsNamedIn(news), segments);
    const erased = [...news].filter(([, own]) => own.at(-1)?.kind === 'erased').map(([profile]) => profile);
    await this.#eraseActivities(erased, segments);
  }

  /**
   * Once it is written that a profile is erased: what others have added to its activities by then goes too, even of somebody who comes back
   * in that moment, and whoever adds later sees the erasure. The profile forgets its records last, so that the message finds them again if
   * the process dies.
   */
  async #eraseActivities(erased: readonly string[], segments: Segments): Promise<void> {
    const { profiles, activities, settle } = this.parts;
    const left = (await profiles.load(erased)).filter(({ state, records }) => state === 'erased' && records.length > 0);
    if (left.length === 0) return;
    await activities.erase(left.flatMap(({ records }) => records));
    await settle.all(left.map(forgettingRecords), segments);
  }
}

/** Cut where somebody comes back who was erased before in the batch. */
function partsOf(batch: readonly Received<ProfileUpdated>[]): readonly Received<ProfileUpdated>[][] {
  const parts: Received<ProfileUpdated>[][] = [];
  let erased = new Set<string>();
  for (const message of batch) {
    const comesBack = message.value !== null && erased.has(message.key);
    if (comesBack) erased = new Set();
    if (comesBack || parts.length === 0) parts.push([]);
    parts.at(-1)?.push(message);
    if (message.value === null) erased.add(message.key);
  }
  return parts;
}

const forgettingRecords = ({ id }: ProfileState): Lesson => ({
  profile: id,
  touched: 'all',
  learn: (state) => (state?.state === 'erased' ? { state: { ...state, records: [] } } : undefined),
});

function newsOf(message: Received<ProfileUpdated>): News {
  return message.value === null ? { kind: 'erased', at: message.time } : { kind: 'snapshot', snapshot: message.value };
}

const mentionsRecords = ({ changed, version }: ProfileUpdated): boolean => version === 1 || changed.includes('records');

const recordsNamedIn = (news: ReadonlyMap<string, readonly News[]>): readonly string[] =>
  [...news.values()].flatMap((own) => {
    const latest = own.at(-1);
    return latest?.kind === 'snapshot' && mentionsRecords(latest.snapshot) ? latest.snapshot.records : [];
  });

function lessonOf(profile: string, news: readonly News[]): Lesson {
  return { profile, touched: 'all', learn: (state) => learnNews(profile, state, news) };
}
