/** From what is stored and what the partition says to what must be written, announced and remembered. Pure. */
import { type ProfileId, type RecordId } from '@tributary/contracts';
import { type Trait } from '@tributary/domain-identity';
import {
  type Announcement,
  type HistoryEntry,
  type ProfileContent,
  type ProfileWrite,
  type StoredProfile,
  type Unsent,
} from '../ports.ts';

/** What the partition says of a profile id: the person that bears it, or the person that its record belongs to. */
export interface Wanted {
  readonly id: ProfileId;
  readonly basis: StoredProfile['basis'];
  readonly mergedInto: ProfileId | undefined;
  readonly content: ProfileContent;
}

export interface DraftContext {
  /** Milliseconds. */
  readonly now: number;
  /** The profile that holds a record by the same partition. */
  readonly home: (record: RecordId) => ProfileId | undefined;
  readonly whyMerged: (records: readonly RecordId[]) => string;
  readonly whySplit: (records: readonly RecordId[]) => string;
  /** Profiles that this partition merges into the profile and that were people of their own before. */
  readonly absorbed: (into: ProfileId) => readonly ProfileId[];
  /** Trace context of the news: of these records, where they have any, or of the component's. */
  readonly traceparent: (records: readonly RecordId[]) => string | undefined;
}

export interface Written {
  /** Those that lost no race. */
  readonly saved: ReadonlySet<ProfileId>;
  /** What they were made from. */
  readonly stored: ReadonlyMap<ProfileId, StoredProfile>;
}

/** Undefined when what is stored comes from the same computation or a newer one. */
export function draftProfile(
  stored: StoredProfile | undefined,
  wanted: Wanted,
  context: DraftContext,
): ProfileWrite | undefined {
  if (stored === undefined) return { profile: founded(wanted, context), history: foundedHistory(wanted, context) };
  if (!isNewer(wanted.basis, stored.basis)) return undefined;
  const changed = changesOf(stored, wanted);
  const revision = stored.revision + 1;
  if (changed.length === 0) return { profile: { ...stored, ...unchanged(stored, wanted), revision }, history: [] };
  const version = stored.version + 1;
  const announcements = announcementsOf(stored, wanted, { ...context, version });
  const unsent = {
    announcements: [...(stored.unsent?.announcements ?? []), ...announcements],
    ...tracedBy(wanted, context, stored.unsent?.traceparent),
    ...contestedBy(stored),
  };
  const shown = { ...shownOf(wanted), changed: alsoUntold(stored, changed), updatedAt: context.now };
  const profile = { ...stored, ...shown, revision, version, born: true, unsent };
  return { profile, history: historyOf({ stored, wanted, changed, announcements, version }, context) };
}

/** Whether the versions before were published nobody can tell while they are unsent. */
export const alsoUntold = ({ changed, unsent }: StoredProfile, news: readonly string[]): readonly string[] =>
  [...new Set([...(unsent === undefined ? [] : changed), ...news])].sort();

/** Who wrote the version before may be publishing it, and after this one. */
export const contestedBy = ({ unsent }: StoredProfile): Pick<Unsent, 'contested'> =>
  unsent === undefined ? {} : { contested: true };

/** What is to be told of writes: whoever has made them publishes it at once, or another would publish the next version before it. */
export const newsOf = (writes: readonly ProfileWrite[], { saved, stored }: Written): readonly StoredProfile[] =>
  writes
    .map(({ profile }) => profile)
    .filter(({ id, version }) => saved.has(id) && version > (stored.get(id)?.version ?? 0));

/** Components only ever merge into smaller ids, and a component only grows: so any two computations on a record compare. */
function isNewer(a: StoredProfile['basis'], b: StoredProfile['basis']): boolean {
  return a.component === b.component ? a.version > b.version : a.component < b.component;
}

const shownOf = ({ basis, mergedInto, content }: Wanted) => ({ basis, mergedInto, content });

/** What a version has said it says for ever: of who is absorbed, nothing that is learned later is shown. */
const unchanged = ({ content }: StoredProfile, wanted: Wanted): Omit<Wanted, 'id'> =>
  wanted.mergedInto === undefined ? shownOf(wanted) : { ...shownOf(wanted), content };

function founded(wanted: Wanted, context: DraftContext): StoredProfile {
  const { now } = context;
  const born = wanted.mergedInto === undefined;
  const changed = contentChanges(nothing, wanted.content);
  return {
    id: wanted.id,
    ...shownOf(wanted),
    revision: 1,
    version: born ? 1 : 0,
    born,
    segments: [],
    changed: born ? changed : [],
    updatedAt: now,
    unsent: born ? { announcements: [], ...tracedBy(wanted, context) } : undefined,
  };
}

function foundedHistory({ id, mergedInto, content }: Wanted, { now, absorbed }: DraftContext): readonly HistoryEntry[] {
  if (mergedInto !== undefined) return [];
  const changed = contentChanges(nothing, content);
  const because = 'first seen';
  const created = { version: 1, at: now, changed, profiles: absorbed(id), records: content.records, because };
  return [{ ...created, change: 'created' }];
}

function tracedBy({ content }: Wanted, context: DraftContext, before?: string): Pick<Unsent, 'traceparent'> {
  const traceparent = context.traceparent(content.records) ?? before;
  return traceparent === undefined ? {} : { traceparent };
}

const nothing: ProfileContent = { records: [], identifiers: [], traits: [], firstSeenAt: Number.NaN };

function changesOf(stored: StoredProfile, wanted: Wanted): readonly string[] {
  if (wanted.mergedInto !== undefined) return stored.born && stored.mergedInto !== wanted.mergedInto ? ['state'] : [];
  const changed = contentChanges(stored.content, wanted.content);
  if (stored.mergedInto === undefined) return changed;
  const segments = stored.segments.filter(({ member }) => member).map(({ segment }) => `segments.${segment}`);
  return [...(stored.born ? ['state'] : []), ...changed, ...segments].sort();
}

function contentChanges(before: ProfileContent, after: ProfileContent): readonly string[] {
  const changed: string[] = [];
  if (before.firstSeenAt !== after.firstSeenAt) changed.push('firstSeenAt');
  if (!sameJson(before.records, after.records)) changed.push('records');
  if (!sameJson(before.identifiers, after.identifiers)) changed.push('identifiers');
  const values = (traits: readonly Trait[]) => new Map(traits.map(({ name, value }) => [name, JSON.stringify(value)]));
  const [old, now] = [values(before.traits), values(after.traits)];
  for (const name of new Set([...old.keys(), ...now.keys()])) {
    if (old.get(name) !== now.get(name)) changed.push(`traits.${name}`);
  }
  return changed.sort();
}

const sameJson = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Where the records of a person went when they left: to the person that remains, or to people of their own. */
function announcementsOf(
  stored: StoredProfile,
  { id, mergedInto, content }: Wanted,
  context: DraftContext & { readonly version: number },
): readonly Announcement[] {
  const left = stored.content.records.filter((record) => !content.records.includes(record));
  const parts = new Map<ProfileId, RecordId[]>();
  for (const record of left) {
    const home = context.home(record);
    if (home !== undefined) parts.set(home, [...(parts.get(home) ?? []), record]);
  }
  const at = context.now;
  const announcements: Announcement[] = [];
  const remaining = mergedInto === undefined ? undefined : parts.get(mergedInto);
  if (mergedInto !== undefined && remaining !== undefined) {
    parts.delete(mergedInto);
    announcements.push({
      id: `${id}:${context.version}:merged`,
      kind: 'merged',
      because: context.whyMerged(remaining),
      at,
      parts: [{ profile: mergedInto, records: remaining }],
    });
  }
  if (parts.size > 0) {
    announcements.push({
      id: `${id}:${context.version}:split`,
      kind: 'split',
      because: context.whySplit([...parts.values()].flat()),
      at,
      parts: [...parts].map(([profile, records]) => ({ profile, records })),
    });
  }
  return announcements;
}

interface Happened {
  readonly stored: StoredProfile;
  readonly wanted: Wanted;
  readonly changed: readonly string[];
  readonly announcements: readonly Announcement[];
  readonly version: number;
}

function historyOf(happened: Happened, context: DraftContext): readonly HistoryEntry[] {
  const { stored, wanted, changed, announcements, version } = happened;
  const entries = announcements.map(({ kind, parts, because }): HistoryEntry => ({
    version,
    at: context.now,
    change: kind,
    changed,
    profiles: parts.map(({ profile }) => profile),
    records: parts.flatMap(({ records }) => records),
    because,
  }));
  const absorbed = wanted.mergedInto === undefined ? context.absorbed(wanted.id) : [];
  const gained = wanted.content.records.filter((record) => !stored.content.records.includes(record));
  if (entries.length > 0 && absorbed.length === 0) return entries;
  const change = changeOf(stored, wanted, absorbed.length > 0);
  const because = becauseOf(change, gained, context);
  return [...entries, { version, at: context.now, change, changed, profiles: absorbed, records: gained, because }];
}

function becauseOf(change: HistoryEntry['change'], gained: readonly RecordId[], context: DraftContext): string {
  if (gained.length === 0) return 'new facts';
  return change === 'restored' ? context.whySplit(gained) : context.whyMerged(gained);
}

function changeOf(stored: StoredProfile, wanted: Wanted, absorbs: boolean): HistoryEntry['change'] {
  if (wanted.mergedInto !== undefined) return 'merged';
  if (!stored.born) return 'created';
  if (stored.mergedInto !== undefined) return 'restored';
  return absorbs ? 'absorbed' : 'changed';
}
