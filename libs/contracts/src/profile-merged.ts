import Type, { type Static } from 'typebox';
import { Instant } from './fields.ts';
import { ProfileIdSchema, RecordIdSchema, profileId, recordId } from './ids.ts';
import { defineMessage } from './message.ts';

const schema = Type.Object({
  profile: ProfileIdSchema,
  absorbed: Type.Array(ProfileIdSchema, { minItems: 1, description: 'The profiles that are this person now.' }),
  records: Type.Array(RecordIdSchema, { description: 'The records that came with them, sorted.' }),
  because: Type.String(),
  at: Instant,
});

/** Profiles turned out to be one person; the key is the one that remains. */
export type ProfileMerged = Static<typeof schema>;

export const ProfileMerged = defineMessage({
  name: 'ProfileMerged',
  summary: 'Profiles turned out to be one person; the key is the profile that remains.',
  schema,
  example: {
    profile: profileId('p_77aa'),
    absorbed: [profileId('p_b012')],
    records: [recordId('r_b012')],
    because: 'same user_id',
    at: '2026-03-01T10:00:00.120Z',
  },
});
