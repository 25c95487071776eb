/** Keeps what segmentation knows of people in step with identity: records, traits, merges, erasures. */
import { type Received } from '@tributary/bus';
import { type ProfileUpdated } from '@tributary/contracts';
import { type Catalogue } from '../define-segments/catalogue.ts';
import { type ActivityStore, type ProfileState, type ProfileStore } from '../ports.ts';
import { type Learned, type Lesson, type SettleProfiles } from '../settle-profiles/settle-profiles.ts';
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
      const rivals = await this.#rivalsOf(news);
      await this.parts.settle.all([...lessons, ...rivals.filter((rival) => !news.has(rival.profile))], segments);
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

  /** Profiles that claimed a record by an early event, which a snapshot now says is another's. */
  async #rivalsOf(news: ReadonlyMap<string, readonly News[]>): Promise<readonly Lesson[]> {
    const ownerOf = new Map<string, string>();
    for (const [profile, own] of news) {
      const latest = own.at(-1);
      if (latest?.kind !== 'snapshot' || !mentionsRecords(latest.snapshot)) continue;
      for (const record of latest.snapshot.records) ownerOf.set(record, profile);
    }
    const claims = await this.parts.profiles.claimants([...ownerOf.keys()]);
    const isLost = (profile: string, record: string): boolean => (ownerOf.get(record) ?? profile) !== profile;
    return claims
      .filter((claim) => claim.early.some((record) => isLost(claim.id, record)))
      .map((claim) => ({
        profile: claim.id,
        touched: 'all',
        learn: (state) => state && withoutEarly(state, (record) => isLost(claim.id, record)),
      }));
  }
}

function newsOf(message: Received<ProfileUpdated>): News {
  return message.value === null ? { kind: 'erased', at: message.time } : { kind: 'snapshot', snapshot: message.value };
}

const mentionsRecords = ({ changed, version }: ProfileUpdated): boolean => version === 1 || changed.includes('records');

function lessonOf(profile: string, news: readonly News[]): Lesson {
  return { profile, touched: 'all', learn: (state) => learnNews(profile, state, news) };
}

function withoutEarly(state: ProfileState, isLost: (record: string) => boolean): Learned | undefined {
  const lost = state.early.filter(isLost);
  if (lost.length === 0) return undefined;
  const keeps = (record: string): boolean => !lost.includes(record);
  return { state: { ...state, records: state.records.filter(keeps), early: state.early.filter(keeps) } };
}
