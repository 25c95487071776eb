/** Field shapes that several messages share. */
import Type, { type Static } from 'typebox';

/** RFC 3339 in UTC with milliseconds, as `Date.prototype.toISOString` writes it. */
export const Instant = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$' });

/** A JSON object whose content the platform does not constrain. */
export const JsonObject = Type.Record(Type.String(), Type.Unknown());
export type JsonObject = Static<typeof JsonObject>;

/**
 * How an event came to us. `client`: from the hands of people, with a key that anybody can read in a page or an app; `server`: from a
 * system of the organisation. Absent where nobody has said: events of before, and those that a channel writes onto the log.
 */
export const Sender = Type.Union([Type.Literal('client'), Type.Literal('server')], {
  description:
    '`client`: sent by a browser or an app, so nothing it says is proven; `server`: by a system of the organisation.',
});
export type Sender = Static<typeof Sender>;

/** A claimed identifier of a person: its type (`user_id`, `anonymous_id`, `email`, `phone`, ...) and its value as sent. */
export const Identifier = Type.Object({
  type: Type.String({ minLength: 1, maxLength: 64 }),
  value: Type.String({ minLength: 1, maxLength: 512 }),
});
export type Identifier = Static<typeof Identifier>;
