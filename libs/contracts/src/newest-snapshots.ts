/** What a batch of `profile.updated` says of each profile in the end. */
import { type ProfileUpdated } from './profile-updated.ts';

interface Snapshot {
  /** The profile. */
  readonly key: string;
  /** Null: it was erased. */
  readonly value: ProfileUpdated | null;
}

/**
 * By profile, in the order in which they were first told of. Not the last message, but the newest version: who was slower may publish an older one after
 * it, and would hide it until it is published again. What comes after an erasure begins anew.
 */
export function newestSnapshots(batch: readonly Snapshot[]): ReadonlyMap<string, ProfileUpdated | null> {
  const newest = new Map<string, ProfileUpdated | null>();
  for (const { key, value } of batch) {
    const known = newest.get(key);
    if (known && value && known.version > value.version) continue;
    newest.set(key, value);
  }
  return newest;
}
