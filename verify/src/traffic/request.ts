/** What the generator sends, and what each event of it claims: enough to say later what must have become of it. */
import { type Poison } from './poison.ts';

/** What an event says about a person, as the reference fold reads it. */
export interface Claims {
  readonly type: 'identify' | 'track' | 'page';
  readonly name?: string;
  readonly userId?: string;
  readonly anonymousId?: string;
  readonly traits: Readonly<Record<string, string | number | null>>;
  /** Milliseconds, as the client says. */
  readonly time: number;
  /** Minor units of an order. */
  readonly amount?: number;
}

export interface Item {
  /** `vfy:<namespace>:<number>`; it is the message id, and stands in the bytes of what is no event. */
  readonly id: string;
  /** Whose it is; events of one key carry rising sequence numbers. */
  readonly key: string;
  readonly sequence: number;
  readonly poison?: Poison;
  /** Absent for poison that is no event at all. */
  readonly claims?: Claims;
  /** Hash of what is sent, so that a reader can tell a changed body from a copy. */
  readonly hash: string;
}

export interface Outgoing {
  readonly number: number;
  readonly door: 'http' | 'topic';
  /** Whose write key is used, or what the event names on the topic. */
  readonly source: string;
  readonly items: readonly Item[];
  /** HTTP: the path below `/v1/`. */
  readonly path: string;
  /** The body of the request, or the value of the message; null is a tombstone. */
  readonly body: string | null;
  /** Sent only when the one before of the same chain has been acknowledged, and until it is. */
  readonly chain?: string;
  /** Sent again when it was not acknowledged, as the SDKs do; the others are left open. */
  readonly persistent: boolean;
}

/** Finds the ids of the generator in any text: a body, bytes of a rejection, a stored document. */
export const markersIn = (text: string): readonly string[] => [...new Set(text.match(/vfy:[a-z0-9]+:\d+/g) ?? [])];

export const namespaceOf = (marker: string): string => marker.split(':')[1] ?? '';

/** `dec.<namespace>.<person>.<number>` */
export const decisionId = (namespace: string, person: string, number: number): string =>
  `dec.${namespace}.${person}.${number}`;
export const personIn = (decision: string): string => decision.split('.')[2] ?? '';
