/** Branded identifiers: a string of one kind cannot stand where another is meant. */
import Type from 'typebox';

declare const brand: unique symbol;
type Branded<B extends string> = string & { readonly [brand]: B };

/** One person as one source knows them: a hash of (source scope, strongest identifier). */
export type RecordId = Branded<'RecordId'>;
/** One real person: the hash of the seed record of the profile. */
export type ProfileId = Branded<'ProfileId'>;
/** One event, for ever: a hash of (source, message id). */
export type EventId = Branded<'EventId'>;

/* eslint-disable no-restricted-syntax -- the only place where a string becomes an identifier */
export const recordId = (value: string): RecordId => value as RecordId;
export const profileId = (value: string): ProfileId => value as ProfileId;
export const eventId = (value: string): EventId => value as EventId;
/* eslint-enable no-restricted-syntax */

export const RecordIdSchema = Type.Unsafe<RecordId>(Type.String({ minLength: 1, maxLength: 64 }));
export const ProfileIdSchema = Type.Unsafe<ProfileId>(Type.String({ minLength: 1, maxLength: 64 }));
export const EventIdSchema = Type.Unsafe<EventId>(Type.String({ minLength: 1, maxLength: 64 }));
