import Type, { type Static } from 'typebox';
import { EventCollected, collectedEventSchema } from './event-collected.ts';
import { ProfileIdSchema, profileId } from './ids.ts';
import { defineMessage } from './message.ts';

const schema = Type.Object({
  profile: ProfileIdSchema,
  event: collectedEventSchema,
});

/** An event with the profile that its record belonged to when it passed identity resolution. */
export type EventResolved = Static<typeof schema>;

export const EventResolved = defineMessage({
  name: 'EventResolved',
  summary: 'An event is known to belong to a profile.',
  schema,
  example: { profile: profileId('p_77aa'), event: EventCollected.example },
});
