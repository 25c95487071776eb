import Type, { type Static } from 'typebox';
import { Instant } from './fields.ts';
import { ProfileIdSchema, profileId } from './ids.ts';
import { defineMessage } from './message.ts';

const schema = Type.Object({
  profile: ProfileIdSchema,
  segment: Type.String({ minLength: 1, maxLength: 64 }),
  ruleVersion: Type.Integer({ minimum: 1 }),
  change: Type.Union([Type.Literal('entered'), Type.Literal('left')]),
  effectiveAt: Type.String({ ...Instant, description: 'When it became true.' }),
  knownAt: Type.String({ ...Instant, description: 'When we learned it.' }),
  because: Type.String({ description: 'The reason, in words.' }),
  sequence: Type.Integer({ minimum: 1, description: 'Strictly increasing per profile and segment.' }),
});

/** A profile entered or left a segment, at a known moment, for a known reason. */
export type SegmentMembershipChanged = Static<typeof schema>;

export const SegmentMembershipChanged = defineMessage({
  name: 'SegmentMembershipChanged',
  summary: 'A profile entered or left a segment, at a known moment, for a known reason.',
  schema,
  example: {
    profile: profileId('p_77aa'),
    segment: 'loyal',
    ruleVersion: 1,
    change: 'entered',
    effectiveAt: '2026-03-01T09:59:58.000Z',
    knownAt: '2026-03-01T10:00:00.150Z',
    because: '3 of 3 orders since 2026-01-01',
    sequence: 1,
  },
});
