import Type, { type Static } from 'typebox';
import { Instant } from './fields.ts';
import { ProfileIdSchema, RecordIdSchema, profileId, recordId } from './ids.ts';
import { defineMessage } from './message.ts';

const schema = Type.Object({
  profile: ProfileIdSchema,
  into: Type.Array(Type.Object({ profile: ProfileIdSchema, records: Type.Array(RecordIdSchema) }), {
    minItems: 1,
    description: 'The people that were taken for this one, with the records that are theirs.',
  }),
  because: Type.String(),
  at: Instant,
});

/** Records left a profile because they are another person; the key is the profile they left. */
export type ProfileSplit = Static<typeof schema>;

export const ProfileSplit = defineMessage({
  name: 'ProfileSplit',
  summary: 'Records left a profile because they are another person; the key is the profile they left.',
  schema,
  example: {
    profile: profileId('p_77aa'),
    into: [{ profile: profileId('p_b012'), records: [recordId('r_b012')] }],
    because: 'two user_id values',
    at: '2026-03-01T10:00:00.120Z',
  },
});
