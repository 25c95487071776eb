/** Ids of messages that follow from another one: a repetition has the same, and whoever traces a message finds what followed of it. */
import { type EventId, type ProfileId } from './ids.ts';

/** Of the `event.resolved` that an event becomes. */
export const resolvedIdOf = (event: EventId): string => `${event}:resolved`;

/** Of the `profile.updated` with a version of a profile. */
export const updatedIdOf = (profile: ProfileId, version: number): string => `${profile}:${version}`;
