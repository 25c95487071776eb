/** Keeps what segmentation knows of people in step with identity: records, traits, merges, erasures. */
import { type Received } from '@tributary/bus';
import { type ProfileUpdated } from '@tributary/contracts';
import { type Catalogue } from '../define-segments/catalogue.ts';
import { type ActivityStore, type ProfileStore } from '../ports.ts';
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
    const news = new Map<string, News[]>();
    const traces = tracesOf(batch);
    for (const message of batch) {
      const own = news.get(message.key) ?? [];
      own.push(newsOf(message));
      news.set(message.key, own);
    }
    await this.parts.catalogue.use(async (segments) => {
      await this.#eraseActivities(news);
      const lessons = [...news].map(([profile, own]) => ({
        ...lessonOf(profile, own),
        traceparent: traces.get(profile),
      }));
      await this.parts.settle.all(lessons, segments);
      await giveUpEarly(this.parts, recordsNamedIn(news), segments);
    });
  }

  /** Before the profile forgets which records were its own. */
  async #eraseActivities(news: ReadonlyMap<string, readonly News[]>): Promise<void> {
    const erased = [...news].filter(([, own]) => own.some((one) => one.kind === 'erased')).map(([profile]) => profile);
    if (erased.length === 0) return;
    const { profiles, activities } = this.parts;
    const claims = await profiles.claims(erased);
    await activities.erase(claims.flatMap((claim) => claim.records));
  }
}

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
