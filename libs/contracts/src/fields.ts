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

/**
 * The way by which an event came in. `bridge`: a topic of somebody else, read through a mapping; `beacon`: what follows from sightings of beacons;
 * `mqtt`: a topic of an MQTT broker.
 */
export const Door = Type.Union([
  Type.Literal('http'),
  Type.Literal('file'),
  Type.Literal('kafka'),
  Type.Literal('bridge'),
  Type.Literal('beacon'),
  Type.Literal('mqtt'),
]);

/** A message of a topic of somebody else, without its value: where it stands, and what else a mapping may read of it. */
export const Bridged = Type.Object(
  {
    bridge: Type.String({ minLength: 1, description: 'The bridge that read it.' }),
    topic: Type.String({ minLength: 1 }),
    partition: Type.Integer({ minimum: 0 }),
    offset: Type.Integer({ minimum: 0 }),
    timestamp: Type.Integer({ description: 'Milliseconds, as the message has it.' }),
    key: Type.Union([Type.String(), Type.Null()], { description: 'Base64.' }),
    headers: Type.Record(Type.String(), Type.String()),
  },
  { description: 'Of what a bridge could not read or map: where the message stands; its value stands in `bytes`.' },
);
export type Bridged = Static<typeof Bridged>;

/** A claimed identifier of a person: its type (`user_id`, `anonymous_id`, `email`, `phone`, ...) and its value as sent. */
export const Identifier = Type.Object({
  type: Type.String({ minLength: 1, maxLength: 64 }),
  value: Type.String({ minLength: 1, maxLength: 512 }),
});
export type Identifier = Static<typeof Identifier>;
