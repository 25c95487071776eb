/** Field shapes that several messages share. */
import Type, { type Static } from 'typebox';

/** RFC 3339 in UTC with milliseconds, as `Date.prototype.toISOString` writes it. */
export const Instant = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$' });

/** A JSON object whose content the platform does not constrain. */
export const JsonObject = Type.Record(Type.String(), Type.Unknown());
export type JsonObject = Static<typeof JsonObject>;

/** A claimed identifier of a person: its type (`user_id`, `anonymous_id`, `email`, `phone`, ...) and its value as sent. */
export const Identifier = Type.Object({
  type: Type.String({ minLength: 1, maxLength: 64 }),
  value: Type.String({ minLength: 1, maxLength: 512 }),
});
export type Identifier = Static<typeof Identifier>;
