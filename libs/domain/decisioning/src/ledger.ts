/**
 * Counts what caps limit. A ledger is a set of entries by id, so that repetitions change nothing and two ledgers can be
 * united exactly; what a cap allows is derived from it.
 */
import { hour, type Cap, type Offer } from './definition.ts';
import { localTime } from './local-time.ts';

/** An offer that was answered once. */
export interface Entry {
  /** Decision and offer: the same decision counts once, however often it is repeated. */
  readonly id: string;
  readonly offer: string;
  /** The ledger in which it began: what a split hands back. */
  readonly origin: string;
  /** When it was decided; null where only its exposure is known. */
  readonly at: number | null;
  /** Until when it holds its place for an exposure. */
  readonly until: number;
  /** When it was shown. */
  readonly shown: number | null;
  /** Given back: it was never answered. */
  readonly released: boolean;
}

/** Older entries of a total, as counters of the hour (`ever` over all). */
interface Folded {
  readonly decisions: Readonly<Record<string, number>>;
  readonly exposures: Readonly<Record<string, number>>;
}

export interface Ledger {
  readonly entries: readonly Entry[];
  readonly folded: Folded;
}

export const emptyLedger: Ledger = { entries: [], folded: { decisions: {}, exposures: {} } };

export const entryId = (decision: string, offer: string): string => `${decision}|${offer}`;

/** How much of the cap is used at `now`. */
export function used(cap: Cap, offer: Offer, ledger: Ledger, now: number): number {
  const counts = timesOf(cap, offer, ledger, now).filter((time) => inWindow(cap, offer, time, now)).length;
  return counts + foldedCount(cap, offer, ledger.folded, now);
}

function timesOf(cap: Cap, offer: Offer, ledger: Ledger, now: number): number[] {
  const times: number[] = [];
  for (const entry of ledger.entries) {
    if (entry.offer !== offer.id) continue;
    const time = cap.counts === 'decision' ? decidedAt(entry) : exposedAt(entry, now);
    if (time !== null) times.push(time);
  }
  return times;
}

const decidedAt = (entry: Entry): number | null => (entry.released ? null : entry.at);

/** An open hold counts as an exposure that may happen any moment. */
function exposedAt(entry: Entry, now: number): number | null {
  if (entry.shown !== null) return entry.shown;
  return !entry.released && entry.until > now ? now : null;
}

function inWindow({ within }: Cap, offer: Offer, time: number, now: number): boolean {
  switch (within.kind) {
    case 'ever':
      return true;
    case 'sliding':
      return time > now - within.length;
    case 'day':
      return localTime(time, offer.schedule.zone).date === localTime(now, offer.schedule.zone).date;
  }
}

/** An hour counts when any moment of it is in the window: too much rather than too little. */
function foldedCount(cap: Cap, offer: Offer, folded: Folded, now: number): number {
  const counters = cap.counts === 'decision' ? folded.decisions : folded.exposures;
  if (cap.within.kind === 'ever') return counters['ever'] ?? 0;
  let sum = 0;
  for (const [start, count] of Object.entries(counters)) {
    const end = Number(start) + hour - 1;
    if (start !== 'ever' && (inWindow(cap, offer, end, now) || inWindow(cap, offer, Number(start), now))) sum += count;
  }
  return sum;
}

/** `into` with all of `from`; an entry in both is merged, so the order of unions does not matter. */
export function united(into: readonly Entry[], from: readonly Entry[]): readonly Entry[] {
  const entries = new Map(into.map((entry) => [entry.id, entry]));
  for (const entry of from) {
    const own = entries.get(entry.id);
    entries.set(entry.id, own === undefined ? entry : mergedEntry(own, entry));
  }
  return [...entries.values()].sort(byAge);
}

const byAge = (a: Entry, b: Entry): number => timeOf(a) - timeOf(b) || (a.id < b.id ? -1 : 1);
const timeOf = (entry: Entry): number => entry.at ?? entry.shown ?? 0;

function mergedEntry(a: Entry, b: Entry): Entry {
  const shown = a.shown === null || b.shown === null ? (a.shown ?? b.shown) : Math.min(a.shown, b.shown);
  return {
    ...a,
    at: a.at ?? b.at,
    until: Math.max(a.until, b.until),
    shown,
    released: (a.released || b.released) && shown === null,
    origin: a.origin < b.origin ? a.origin : b.origin,
  };
}

/** Marks an entry as shown; one that is no longer there (long expired) comes back as an exposure alone. */
export function confirmed(ledger: Ledger, exposure: Pick<Entry, 'id' | 'offer' | 'origin'>, now: number): Ledger {
  const shown = { ...exposure, at: null, until: 0, shown: now, released: false };
  const known = ledger.entries.find((entry) => entry.id === exposure.id);
  if (known !== undefined && known.shown !== null) return ledger;
  return { ...ledger, entries: united(ledger.entries, [shown]) };
}

/** Gives back what was reserved and not shown. */
export function released(ledger: Ledger, ids: readonly string[]): Ledger {
  return {
    ...ledger,
    entries: ledger.entries.map((entry) =>
      ids.includes(entry.id) && entry.shown === null ? { ...entry, released: true } : entry,
    ),
  };
}

/** The most entries of one offer that a person's ledger keeps, shown and not shown each; above the highest limit of a cap. */
const keptPerOffer = 60;

/** Forgets what no cap can count any more, so that a ledger stays small. */
export function pruned(ledger: Ledger, now: number): Ledger {
  const room = new Map<string, number>();
  const kept = ledger.entries.toReversed().filter((entry) => {
    if (entry.released && entry.until <= now) return false;
    const kind = `${entry.offer}|${entry.shown === null ? 'open' : 'shown'}`;
    const count = (room.get(kind) ?? 0) + 1;
    room.set(kind, count);
    return count <= keptPerOffer;
  });
  return { ...ledger, entries: kept.reverse() };
}

/** A total keeps its latest entries one by one (so that a retry is known again) and the older ones as counters. */
const keptInTotal = 300;
const keptHours = 32 * 24; // the longest window of a total, and a day

export function folded(ledger: Ledger, now: number): Ledger {
  if (ledger.entries.length <= 2 * keptInTotal) return ledger;
  const surplus = ledger.entries.length - keptInTotal;
  const settled = ledger.entries.slice(0, surplus).filter((entry) => entry.until <= now || entry.shown !== null);
  const gone = new Set(settled.map((entry) => entry.id));
  const decisions = settled.filter((entry) => !entry.released).map((entry) => entry.at);
  const exposures = settled.map((entry) => entry.shown);
  return {
    entries: ledger.entries.filter((entry) => !gone.has(entry.id)),
    folded: {
      decisions: counted(ledger.folded.decisions, decisions, now),
      exposures: counted(ledger.folded.exposures, exposures, now),
    },
  };
}

function counted(before: Folded['decisions'], times: readonly (number | null)[], now: number): Folded['decisions'] {
  const oldest = now - keptHours * hour;
  const counters = new Map(Object.entries(before).filter(([start]) => start === 'ever' || Number(start) > oldest));
  for (const time of times) {
    if (time === null) continue;
    for (const key of ['ever', String(Math.floor(time / hour) * hour)]) counters.set(key, (counters.get(key) ?? 0) + 1);
  }
  return Object.fromEntries(counters);
}
