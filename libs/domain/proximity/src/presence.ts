/**
 * Who is where: makes visits of zones out of sightings. A carrier is in one zone at a time, the nearest. One enters a zone when it was seen often
 * enough within a window, or from so near that there is no doubt; one leaves when the zone was not seen for some time, at the moment when it was last
 * seen, or when another zone is nearer by a margin. Time is that of the sightings: whether they come one by one or all at once, and whether the end of a
 * visit is found by a timer or by the next sighting, the visits are the same. What comes again or late changes nothing.
 */
import { type JsonObject } from '@tributary/contracts';
import { isSameZone, type Zone } from './beacon.ts';
import { nearnessOf } from './nearness.ts';

export interface ZoneRules {
  /** A visit has ended when its zone was not seen for longer. */
  readonly leaveAfterMs: number;
  /** So many sightings within the window make a visit; fewer do not, unless one is immediate. */
  readonly enterSightings: number;
}

/** A sighting whose beacon is known. */
export interface ZoneSighting {
  readonly zone: Zone;
  /** Id in the registry. */
  readonly beacon: string;
  /** Milliseconds. */
  readonly at: number;
  /** dB since one metre; the less, the nearer. */
  readonly loss: number;
  readonly notes: JsonObject;
}

/** A zone that was seen lately. */
export interface Track extends Omit<ZoneSighting, 'at'> {
  /** Sightings, none further than the window from the one before. */
  readonly count: number;
  readonly lastAt: number;
}

export interface Visit {
  readonly zone: Zone;
  readonly beacon: string;
  readonly enteredAt: number;
  readonly seenAt: number;
}

export interface Presence {
  /** Up to this moment everything is decided, but for the tolerance. */
  readonly clock: number;
  readonly tracks: readonly Track[];
  readonly visit?: Visit;
}

export type ZoneChange =
  | { readonly kind: 'entered'; readonly visit: Visit; readonly track: Track }
  /** At `visit.seenAt`. */
  | { readonly kind: 'left'; readonly visit: Visit };

export interface Followed {
  readonly presence: Presence;
  readonly changes: readonly ZoneChange[];
  /** What became of the sighting; one that is late or repeated has changed nothing. */
  readonly verdict: 'applied' | 'repeated' | 'late';
}

export const nobody: Presence = { clock: Number.NEGATIVE_INFINITY, tracks: [] };

/** Beacons send once to ten times a second, and phones that save power look every few seconds: a zone not seen for so long is not before us. */
const windowMs = 30_000;
/** Receivers do not report in step: what comes after something newer still counts when it is no older than this. */
const lateMs = 10_000;
/** Twice the distance in free space: a signal that only flickers does not move anybody. */
const marginDb = 6;
/** More zones than that are not within reach of one receiver. */
const mostTracks = 32;

export function follow(presence: Presence, sighting: ZoneSighting, rules: ZoneRules): Followed {
  const { at, zone } = sighting;
  if (at < presence.clock - lateMs) return { presence, changes: [], verdict: 'late' };
  const known = presence.tracks.find((track) => isSameZone(track.zone, zone));
  if (known && at <= known.lastAt) return { presence, changes: [], verdict: 'repeated' };
  const clock = Math.max(presence.clock, at);
  const passed = isOver(presence.visit, clock, rules) ? ended(presence, clock) : { presence, changes: [] };
  const seen: Presence = {
    clock,
    tracks: tracksWith(passed.presence.tracks, tracked(known, sighting), clock),
    ...visitSeen(passed.presence.visit, sighting),
  };
  const decided = decide(seen, rules);
  return { ...decided, changes: [...passed.changes, ...decided.changes], verdict: 'applied' };
}

/** When the visit ends unless its zone is seen again; undefined where there is none. */
export const endsAt = ({ visit }: Presence, { leaveAfterMs }: ZoneRules): number | undefined =>
  visit && visit.seenAt + leaveAfterMs;

/** What is so at `now` if nothing more was seen until then. */
export function settle(presence: Presence, now: number, rules: ZoneRules): Omit<Followed, 'verdict'> {
  const end = endsAt(presence, rules);
  if (end === undefined || now < end) return { presence, changes: [] };
  // What the next sighting will find: time has passed up to the end of the visit, so nobody comes back into it.
  return ended(presence, Math.max(presence.clock, end));
}

const isOver = (visit: Visit | undefined, clock: number, { leaveAfterMs }: ZoneRules): boolean =>
  visit !== undefined && clock > visit.seenAt + leaveAfterMs;

function ended({ visit, tracks }: Presence, clock: number): Omit<Followed, 'verdict'> {
  return { presence: { clock, tracks }, changes: visit ? [{ kind: 'left', visit }] : [] };
}

/** The strength is smoothed, half old and half new: one reflection is not a step. */
function tracked(known: Track | undefined, { at, ...sighting }: ZoneSighting): Track {
  const fresh = known === undefined || at - known.lastAt > windowMs;
  if (fresh) return { ...sighting, count: 1, lastAt: at };
  return { ...sighting, count: known.count + 1, loss: (known.loss + sighting.loss) / 2, lastAt: at };
}

function tracksWith(tracks: readonly Track[], latest: Track, clock: number): readonly Track[] {
  const others = tracks.filter((track) => !isSameZone(track.zone, latest.zone) && track.lastAt >= clock - windowMs);
  return [...others, latest].sort(byTime).slice(-mostTracks);
}

const byTime = (a: Track, b: Track): number => a.lastAt - b.lastAt || compared(nameOf(a.zone), nameOf(b.zone));
const byNearness = (a: Track, b: Track): number => a.loss - b.loss || compared(nameOf(a.zone), nameOf(b.zone));
const compared = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
const nameOf = ({ store, zone }: Zone): string => `${store}/${zone}`;

function visitSeen(visit: Visit | undefined, { zone, at }: ZoneSighting): Pick<Presence, 'visit'> {
  if (visit === undefined) return {};
  return { visit: isSameZone(visit.zone, zone) ? { ...visit, seenAt: Math.max(visit.seenAt, at) } : visit };
}

function decide(presence: Presence, { enterSightings }: ZoneRules): Omit<Followed, 'verdict'> {
  const { tracks, visit, clock } = presence;
  const certain = tracks.filter(({ count, loss }) => count >= enterSightings || nearnessOf(loss) === 'immediate');
  const [nearest] = [...certain].sort(byNearness);
  if (!nearest || (visit && !movesOn(visit, nearest, presence))) return { presence, changes: [] };
  const next: Visit = { zone: nearest.zone, beacon: nearest.beacon, enteredAt: clock, seenAt: clock };
  return {
    presence: { clock, tracks, visit: next },
    changes: [...(visit ? [{ kind: 'left', visit } as const] : []), { kind: 'entered', visit: next, track: nearest }],
  };
}

/** A visit lasts at least until time has moved, so that no two begin at one moment. */
function movesOn(visit: Visit, nearest: Track, { tracks, clock }: Presence): boolean {
  if (isSameZone(visit.zone, nearest.zone) || clock <= visit.enteredAt) return false;
  const here = tracks.find(({ zone }) => isSameZone(zone, visit.zone));
  return here === undefined || nearest.loss + marginDb <= here.loss;
}
