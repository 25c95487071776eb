import Type, { type Static } from 'typebox';
import { Instant } from './fields.ts';
import { ProfileIdSchema, profileId } from './ids.ts';
import { defineMessage } from './message.ts';

const schema = Type.Object({
  decision: Type.String({ minLength: 1, maxLength: 64 }),
  profile: Type.Optional(ProfileIdSchema),
  offer: Type.String(),
  response: Type.Union([Type.Literal('shown'), Type.Literal('accepted'), Type.Literal('dismissed')]),
  at: Instant,
});

/** What became of an offer that a decision answered. */
export type DecisionResponded = Static<typeof schema>;

export const DecisionResponded = defineMessage({
  name: 'DecisionResponded',
  summary: 'An offer of a decision was shown, accepted or dismissed.',
  schema,
  example: {
    decision: 'd_19fe',
    profile: profileId('p_77aa'),
    offer: 'loyalty-gift',
    response: 'shown',
    at: '2026-03-01T10:00:04.000Z',
  },
});
