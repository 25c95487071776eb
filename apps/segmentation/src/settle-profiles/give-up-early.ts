/**
 * Takes a record off the profiles that claim it by an early event, once a snapshot has named another. Whoever writes the one or the
 * other looks after the write, so that the later of the two sees both.
 */
import { type Segments } from '../define-segments/catalogue.ts';
import { type ProfileState, type ProfileStore } from '../ports.ts';
import { type Learned, type Lesson, type SettleProfiles } from './settle-profiles.ts';

export interface GiveUpParts {
  readonly profiles: ProfileStore;
  readonly settle: SettleProfiles;
}

export async function giveUpEarly(
  { profiles, settle }: GiveUpParts,
  records: readonly string[],
  segments: Segments,
): Promise<void> {
  const claims = await profiles.claimants(records);
  const confirmed = new Set(claims.flatMap((claim) => claim.records.filter((record) => !claim.early.includes(record))));
  const isLost = (record: string): boolean => confirmed.has(record);
  const lessons = claims
    .filter(({ early }) => early.some(isLost))
    .map(({ id }): Lesson => ({ profile: id, touched: 'all', learn: (state) => state && withoutEarly(state, isLost) }));
  await settle.all(lessons, segments);
}

function withoutEarly(state: ProfileState, isLost: (record: string) => boolean): Learned | undefined {
  const lost = state.early.filter(isLost);
  if (lost.length === 0) return undefined;
  const keeps = (record: string): boolean => !lost.includes(record);
  return { state: { ...state, records: state.records.filter(keeps), early: state.early.filter(keeps) } };
}
