/** The decision as a pure function: the same question gives the same answer, bit by bit, with a reason for every candidate. */
import { type JsonObject } from '@tributary/contracts';
import { evaluate, type Person } from './condition.ts';
import { type Cap, type Fallback, type Offer, type Placement } from './definition.ts';
import { closedBecause } from './schedule.ts';
import { hashOf } from './seed.ts';

export interface Question {
  readonly placement: Placement;
  readonly channel?: string;
  readonly limit?: number;
  readonly person: Person;
  readonly context: JsonObject;
  readonly candidates: readonly Offer[];
  readonly capUse: CapUse;
  /** Milliseconds. */
  readonly now: number;
  readonly seed: string;
}

/** What the ledgers said. */
export interface CapUse {
  /** By offer, for each of its caps in order, how much is used. */
  readonly used: Readonly<Record<string, readonly number[]>>;
  /** Offers that were about to be answered when somebody else took the last place. */
  readonly lost: readonly string[];
  /** Offers whose ledger was too busy to get a place in time. */
  readonly busy: readonly string[];
}

export const stageNames = ['schedule', 'placement', 'eligibility', 'applicability', 'caps'] as const;
type StageName = (typeof stageNames)[number];

export type Candidate =
  | { readonly offer: string; readonly outcome: 'chosen' | 'ranked'; readonly because: string }
  | { readonly offer: string; readonly outcome: 'rejected'; readonly stage: StageName; readonly because: string };

export interface Decision {
  /** Best first, at most as many as the placement shows. */
  readonly chosen: readonly string[];
  /** Answered where nothing was chosen. */
  readonly fallback: Fallback | null;
  /** Every candidate: the chosen, then those that found no room, then the rejected. */
  readonly candidates: readonly Candidate[];
}

/** What a stage says of an offer: a reason to reject it, or something worth telling if it is chosen. */
interface Opinion {
  readonly passes: boolean;
  readonly because?: string;
}

interface Stage {
  readonly name: StageName;
  judge(offer: Offer, question: Question): Opinion;
}

/** In this order; an offer is rejected by the first stage that does not let it pass. */
const stages: readonly Stage[] = [
  { name: 'schedule', judge: onSchedule },
  { name: 'placement', judge: fitsPlacement },
  { name: 'eligibility', judge: isEligible },
  { name: 'applicability', judge: isApplicable },
  { name: 'caps', judge: isWithinCaps },
];

const passes: Opinion = { passes: true };
const rejects = (because: string): Opinion => ({ passes: false, because });

function onSchedule(offer: Offer, { now }: Question): Opinion {
  if (!offer.enabled) return rejects('switched off');
  const closed = closedBecause(offer.schedule, now);
  return closed === undefined ? passes : rejects(closed);
}

function fitsPlacement(offer: Offer, { placement, channel }: Question): Opinion {
  if (!offer.placements.includes(placement.id)) {
    return rejects(`made for ${offer.placements.join(', ')}, not for ${placement.id}`);
  }
  for (const channels of [placement.channels, offer.channels]) {
    if (channels === undefined || (channel !== undefined && channels.includes(channel))) continue;
    const owner = channels === offer.channels ? 'the offer' : `placement ${placement.id}`;
    const asked = channel === undefined ? 'the request names no channel' : `channel ${channel} is not among them`;
    return rejects(`${owner} is for ${channels.join(', ')}; ${asked}`);
  }
  return passes;
}

function isEligible(offer: Offer, { person, context }: Question): Opinion {
  if (offer.eligibility === undefined) return passes;
  const { met, because } = evaluate(offer.eligibility, { person, context });
  return { passes: met, because };
}

function isApplicable(offer: Offer, { person }: Question): Opinion {
  const owned = offer.applicability.unlessOwns.find((product) => person.owns.includes(product));
  if (owned !== undefined) return rejects(`already owns ${owned}`);
  const needed = offer.applicability.onlyIfOwns;
  const held = needed.find((product) => person.owns.includes(product));
  if (needed.length > 0 && held === undefined) return rejects(`owns none of ${needed.join(', ')}`);
  return held === undefined ? passes : { passes: true, because: `owns ${held}` };
}

function isWithinCaps(offer: Offer, { capUse }: Question): Opinion {
  if (capUse.busy.includes(offer.id)) return rejects('too many decisions at once to be sure of its cap');
  const uses = capUse.used[offer.id] ?? [];
  const full = offer.caps.findIndex((cap, index) => (uses[index] ?? 0) >= cap.limit);
  const cap = offer.caps[full];
  if (cap !== undefined) {
    const lost = capUse.lost.includes(offer.id) ? '; the last place went to a parallel decision' : '';
    return rejects(`${capWords(cap, uses[full] ?? 0)}${lost}`);
  }
  const [first] = offer.caps;
  return first === undefined ? passes : { passes: true, because: capWords(first, uses[0] ?? 0) };
}

function capWords(cap: Cap, used: number): string {
  const window = cap.within.kind === 'sliding' ? `within ${cap.within.words}` : windowWords[cap.within.kind];
  return `${used} of ${cap.limit} ${cap.counts}s ${window} used${cap.per === 'total' ? ' by everybody' : ''}`;
}

const windowWords = { ever: 'ever', day: 'today' } as const;

interface Survivor {
  readonly offer: Offer;
  readonly notes: readonly string[];
  readonly draw: number;
}

export function decide(question: Question): Decision {
  const candidates = question.candidates.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const survivors: Survivor[] = [];
  const rejected: Candidate[] = [];
  for (const offer of candidates) {
    const judged = judge(offer, question);
    if (Array.isArray(judged)) survivors.push({ offer, notes: judged, draw: hashOf(question.seed, offer.id) });
    else rejected.push(judged);
  }
  const ranked = survivors.sort((a, b) => b.offer.priority - a.offer.priority || a.draw - b.draw);
  const room = Math.min(question.limit ?? question.placement.size, question.placement.size);
  return {
    chosen: ranked.slice(0, room).map(({ offer }) => offer.id),
    fallback: ranked.length === 0 ? (question.placement.fallback ?? null) : null,
    candidates: [...ranked.map((survivor, index) => explained(survivor, index, { ranked, room })), ...rejected],
  };
}

/** The notes of a candidate that passes, or its rejection. */
function judge(offer: Offer, question: Question): string[] | Candidate {
  const notes: string[] = [];
  for (const stage of stages) {
    const opinion = stage.judge(offer, question);
    const because = opinion.because ?? '';
    if (!opinion.passes) return { offer: offer.id, outcome: 'rejected', stage: stage.name, because };
    if (because !== '') notes.push(because);
  }
  return notes;
}

interface Ranking {
  readonly ranked: readonly Survivor[];
  readonly room: number;
}

function explained({ offer, notes }: Survivor, index: number, { ranked, room }: Ranking): Candidate {
  const equals = ranked.filter((other) => other.offer.priority === offer.priority).length;
  const drawn = equals > 1 ? ` (place drawn among ${equals} of equal priority)` : '';
  const priority = `priority ${offer.priority}${drawn}`;
  if (index < room) return { offer: offer.id, outcome: 'chosen', because: [priority, ...notes].join(', ') };
  const because = `${priority}, place ${index + 1}; there is room for ${room}`;
  return { offer: offer.id, outcome: 'ranked', because };
}
