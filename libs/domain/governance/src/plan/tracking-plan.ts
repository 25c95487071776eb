/** What a source says it sends: its events and what they carry. Data, never code; kept in versions. */
import { type EventType } from '@tributary/contracts';

/** `time` is a text as in RFC 3339; `any` says only that the property is known. */
export type PropertyType = 'string' | 'number' | 'integer' | 'boolean' | 'time' | 'object' | 'list' | 'any';

/** As deep as an event is nested usefully; what lies deeper is not planned. */
export const deepest = 10;

export interface PropertyPlan {
  readonly type: PropertyType;
  readonly description?: string;
  readonly required?: boolean;
  /** The only values there are, of texts and numbers. */
  readonly oneOf?: readonly (string | number)[];
  readonly atLeast?: number;
  readonly atMost?: number;
  /** Characters of a text. */
  readonly longest?: number;
  /** What a list holds. */
  readonly of?: PropertyPlan;
  /** What an object holds. */
  readonly properties?: Properties;
  /** Whether an object may hold more than its properties; it may where nothing is said. */
  readonly others?: Others;
}

export type Properties = Readonly<Record<string, PropertyPlan>>;
export type Others = 'allow' | 'refuse';

export interface EventPlan {
  readonly type: EventType;
  /** Of what happened, of the page or screen; absent: every one of the type. */
  readonly name?: string;
  readonly description?: string;
  readonly properties: Properties;
  readonly others?: Others;
}

export interface TrackingPlan {
  readonly events: readonly EventPlan[];
  /** What is known about people, in whatever event it stands. */
  readonly traits?: Properties;
  /** What becomes of an event that is not in the plan. */
  readonly unplanned: 'allow' | 'warn' | 'block';
  /** What becomes of an event that does not keep to it; `strip` takes out what does not, and keeps the rest. */
  readonly violations: 'warn' | 'strip' | 'block';
}

/** One thing that does not keep to the plan. It names no value: what came may be personal. */
export interface Violation {
  readonly kind:
    'unplanned-event' | 'missing' | 'wrong-type' | 'not-one-of' | 'out-of-range' | 'too-long' | 'unplanned-property';
  /** JSON pointer into the event. */
  readonly at: string;
  readonly expected: string;
  readonly found: string;
}
