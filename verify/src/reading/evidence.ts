/** What an independent reader found, in the shape that the checks ask for. Nothing here was computed by a service. */
import { type Sent } from '../traffic/journal.ts';

export interface Place {
  readonly partition: number;
  readonly offset: number;
}

/** A record of `event.received`. */
export interface Received extends Place {
  readonly id: string;
  /** The generator's id in it, empty where there is none. */
  readonly marker: string;
  readonly key: string | null;
  readonly source: string;
  /** Milliseconds: what the door wrote, or the time of the record. */
  readonly receivedAt: number;
}

export interface Archived {
  /** `_id` of the document. */
  readonly id: string;
  readonly marker: string;
  readonly source: string;
  readonly receivedId: string;
}

export interface Rejected {
  readonly rejection: string;
  readonly marker: string;
  readonly code: string;
  readonly source: string;
}

export interface DeadLetter {
  readonly id: string;
  readonly group: string;
  readonly topic: string;
  readonly place: Place;
  readonly marker: string;
  readonly reason: string;
}

/** A record of `event.collected` or `event.resolved`. */
export interface Passed extends Place {
  readonly id: string;
  readonly marker: string;
  readonly record: string;
  readonly profile: string;
}

export interface Snapshot extends Place {
  readonly profile: string;
  readonly version: number;
  /** What it names as different from the version before. */
  readonly changed: readonly string[];
  /** Hash of the whole value. */
  readonly hash: string;
}

/** The last snapshot of a profile. */
export interface Profile {
  readonly profile: string;
  readonly version: number;
  readonly state: string;
  readonly mergedInto: string;
  readonly records: readonly string[];
  readonly identifiers: readonly string[];
  readonly traits: Readonly<Record<string, unknown>>;
}

export interface DecisionRead {
  readonly decision: string;
  readonly profile: string;
  readonly offers: readonly string[];
  /** As the answer, the log of decisions, or the topic says. */
  readonly from: 'answer' | 'log' | 'topic';
  /** Who was asked about, as the generator names them: it stands in the id of the decision. */
  readonly person: string;
}

/** A look at a committed offset, and at the effects of the records right before it. */
export interface OffsetSample {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly committed: number;
  /** Records before the offset whose effect was not there. */
  readonly missing: readonly string[];
  readonly looked: number;
}

interface Lag {
  readonly group: string;
  readonly topic: string;
  readonly messages: number;
}

/** Figures that the system shows, for effects that are counted. */
export interface Figures {
  readonly events: Readonly<Record<string, number>>;
  readonly orders: number;
  /** Minor units. */
  readonly gross: number;
}

export interface Caps {
  readonly perPerson: Readonly<Record<string, number>>;
  readonly total: Readonly<Record<string, number>>;
}

export interface Evidence {
  readonly namespace: string;
  readonly sent: readonly Sent[];
  readonly received: readonly Received[];
  readonly archive: readonly Archived[];
  readonly rejected: readonly Rejected[];
  /** Rejections as the store keeps them. */
  readonly kept: readonly Rejected[];
  readonly deadLetters: readonly DeadLetter[];
  readonly collected: readonly Passed[];
  readonly resolved: readonly Passed[];
  readonly snapshots: readonly Snapshot[];
  readonly profiles: readonly Profile[];
  readonly decisions: readonly DecisionRead[];
  readonly caps: Caps;
  readonly figures: Figures | undefined;
  readonly samples: readonly OffsetSample[];
  readonly lags: readonly Lag[];
}

/** Different events; copies and attempts count once. */
export const eventsIn = ({ sent }: Evidence): number => new Set(sent.map(({ item }) => item.id)).size;
