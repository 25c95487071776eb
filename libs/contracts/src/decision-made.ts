import Type, { type Static } from 'typebox';
import { Instant } from './fields.ts';
import { ProfileIdSchema, profileId } from './ids.ts';
import { defineMessage } from './message.ts';

const candidate = Type.Object({
  offer: Type.String(),
  outcome: Type.Union([Type.Literal('chosen'), Type.Literal('ranked'), Type.Literal('rejected')]),
  stage: Type.Optional(Type.String({ description: 'The first stage that rejected it.' })),
  because: Type.String(),
});

const schema = Type.Object({
  decision: Type.String({ minLength: 1, maxLength: 64 }),
  profile: Type.Optional(ProfileIdSchema),
  placement: Type.String(),
  channel: Type.Optional(Type.String()),
  offers: Type.Array(Type.String(), { description: 'What was answered, best first; empty when nothing may be shown.' }),
  fallback: Type.Boolean(),
  candidates: Type.Array(candidate),
  at: Instant,
});

/** A channel asked what to show and was answered, with the reason for every candidate. */
export type DecisionMade = Static<typeof schema>;

export const DecisionMade = defineMessage({
  name: 'DecisionMade',
  summary: 'A channel asked what to show and was answered, with the reason for every candidate.',
  schema,
  example: {
    decision: 'd_19fe',
    profile: profileId('p_77aa'),
    placement: 'home-hero',
    channel: 'web',
    offers: ['loyalty-gift'],
    fallback: false,
    candidates: [
      { offer: 'loyalty-gift', outcome: 'chosen', because: 'priority 90, in segment loyal' },
      { offer: 'welcome', outcome: 'rejected', stage: 'eligibility', because: 'in segment loyal' },
    ],
    at: '2026-03-01T10:00:00.200Z',
  },
});
