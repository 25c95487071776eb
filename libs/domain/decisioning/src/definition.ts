/** What marketers define: offers with their rules, and the placements that show them. Compiled once from the JSON they write. */
import { type JsonObject } from '@tributary/contracts';
import { type Conditions } from '@tributary/domain-conditions';

/** Who may get an offer: a tree over segments, traits, attributes of the session and owned products. */
export type Condition =
  | { readonly kind: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'segment'; readonly segment: string; readonly inside: boolean }
  | { readonly kind: 'product'; readonly product: string; readonly owning: boolean }
  | {
      readonly kind: 'compare';
      readonly subject: 'trait' | 'context';
      readonly name: string;
      readonly conditions: Conditions;
      /** IANA name; dates without a time are of this zone. */
      readonly zone: string;
    };

/** `ever`, the calendar day in the offer's zone, or a sliding window of so many milliseconds. */
export type CapWindow =
  | { readonly kind: 'ever' }
  | { readonly kind: 'day' }
  | { readonly kind: 'sliding'; readonly length: number; readonly words: string };

/** At most `limit` decisions (or exposures), for each person or in total, within the window. */
export interface Cap {
  readonly limit: number;
  readonly per: 'person' | 'total';
  readonly within: CapWindow;
  readonly counts: 'decision' | 'exposure';
}

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

/** From a minute of the day to another, exclusive; over midnight where `to` is not later than `from`. */
export interface DailyWindow {
  readonly from: number;
  readonly to: number;
  /** The days on which the window opens; absent: every day. */
  readonly days?: readonly Weekday[];
}

export interface Schedule {
  /** First instant, milliseconds. */
  readonly from?: number;
  /** First instant after the end, milliseconds. */
  readonly to?: number;
  readonly daily: readonly DailyWindow[];
  /** IANA name; daily windows and caps per day are of this zone. */
  readonly zone: string;
}

export interface Offer {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly placements: readonly string[];
  /** Absent: every channel. */
  readonly channels?: readonly string[];
  readonly schedule: Schedule;
  /** 0 to 1000; the highest wins. */
  readonly priority: number;
  readonly eligibility?: Condition;
  /** Products that make the offer pointless once owned, and products without which it is of no use. */
  readonly applicability: { readonly unlessOwns: readonly string[]; readonly onlyIfOwns: readonly string[] };
  readonly caps: readonly Cap[];
  readonly content: JsonObject;
}

/** What is answered where no offer qualifies: an offer, whatever its own rules say, or plain content. */
export type Fallback =
  { readonly kind: 'offer'; readonly offer: string } | { readonly kind: 'content'; readonly content: JsonObject };

export interface Placement {
  readonly id: string;
  readonly name: string;
  /** How many offers it shows. */
  readonly size: number;
  /** Absent: every channel. */
  readonly channels?: readonly string[];
  readonly fallback?: Fallback;
  /** How long an answered offer holds its place under a cap while its exposure is not yet reported, milliseconds. */
  readonly hold: number;
}

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
