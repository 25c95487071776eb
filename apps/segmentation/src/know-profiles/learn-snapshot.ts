/** What a snapshot of a profile says to the state that is known. Pure. */
import { type ProfileUpdated } from '@tributary/contracts';
import { canonicalJson } from '@tributary/domain-segmentation';
import { emptyProfile } from '../follow-events/claim-records.ts';
import { type ProfileState } from '../ports.ts';
import { type Learned } from '../settle-profiles/settle-profiles.ts';

export type News =
  { readonly kind: 'snapshot'; readonly snapshot: ProfileUpdated } | { readonly kind: 'erased'; readonly at: number };

/**
 * Undefined when none of it is new. Later news of a batch stand above earlier ones. The very snapshot that is known says nothing new, but
 * has the profile judged again: a process that died after it wrote may not have looked whether others had overtaken it.
 */
export function learnNews(
  profile: string,
  state: ProfileState | undefined,
  news: readonly News[],
): Learned | undefined {
  let learned: Learned | undefined;
  for (const one of news) {
    const known = learned?.state ?? state;
    const next = one.kind === 'erased' ? learnErasure(profile, known, one.at) : learnSnapshot(known, one.snapshot);
    if (next !== undefined) learned = next;
  }
  const isKnown = (one: News): boolean => one.kind === 'snapshot' && one.snapshot.version === state?.version;
  return learned ?? (state !== undefined && news.some(isKnown) ? { state } : undefined);
}

function learnErasure(profile: string, state: ProfileState | undefined, at: number): Learned | undefined {
  if (state?.state === 'erased' || (state?.erasedAt ?? -Infinity) >= at) return undefined;
  const { memberships, rev, outbox, records } = state ?? emptyProfile(profile, at);
  return {
    // The version starts anew: should the person come back, their first snapshot counts again. Its records stay until their activities are gone.
    state: { ...emptyProfile(profile, at), rev, memberships, outbox, records, state: 'erased', erasedAt: at },
    dismissed: { reason: 'the profile was erased', effective: at },
  };
}

function learnSnapshot(state: ProfileState | undefined, snapshot: ProfileUpdated): Learned | undefined {
  const { profile, version, mergedInto } = snapshot;
  if (state !== undefined && version <= state.version) return undefined;
  const at = Date.parse(snapshot.updatedAt);
  const before = state ?? emptyProfile(profile, Date.parse(snapshot.firstSeenAt));
  if (snapshot.state === 'merged') {
    const into = mergedInto ?? null;
    return {
      state: { ...before, version, state: 'merged', mergedInto: into, records: [], early: [], traits: {} },
      dismissed: { reason: `merged into ${into ?? 'another profile'}`, effective: at },
    };
  }
  const early = before.early.filter((record) => !snapshot.records.some((named) => named === record));
  const records = [...snapshot.records, ...early].sort();
  const isSame = state?.state === 'active' && state.version > 0;
  const sameTraits = isSame && canonicalJson(before.traits) === canonicalJson(snapshot.traits);
  const sameRecords = isSame && early.length === before.early.length && records.join() === before.records.join();
  // Memberships came back folded into the profile: nothing of it is news here.
  if (sameTraits && sameRecords) return undefined;
  return {
    state: {
      ...before,
      version,
      state: 'active',
      mergedInto: null,
      records: sameRecords ? before.records : records,
      early: sameRecords ? before.early : early,
      traits: sameTraits ? before.traits : snapshot.traits,
      traitsAt: sameTraits ? before.traitsAt : at,
      firstSeenAt: Date.parse(snapshot.firstSeenAt),
    },
    ...(sameTraits ? {} : { traitsLearnedAt: at }),
  };
}
