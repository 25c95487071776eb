import Type, { type Static } from 'typebox';
import { Identifier, Instant, JsonObject } from './fields.ts';
import { ProfileIdSchema, RecordIdSchema, profileId, recordId } from './ids.ts';
import { defineMessage } from './message.ts';

const membership = Type.Object({ segment: Type.String(), since: Instant });

const schema = Type.Object({
  profile: ProfileIdSchema,
  version: Type.Integer({ minimum: 1, description: 'Strictly increasing per profile; drop what is not newer.' }),
  state: Type.Union([Type.Literal('active'), Type.Literal('merged')]),
  mergedInto: Type.Optional(ProfileIdSchema),
  updatedAt: Instant,
  changed: Type.Array(Type.String(), {
    description:
      'What differs from the version before: `records`, `identifiers`, `traits.<name>`, `segments.<id>`, `state`.',
  }),
  records: Type.Array(RecordIdSchema, { description: 'The records that are this person, sorted.' }),
  identifiers: Type.Array(Identifier, { description: 'Sorted by type and value.' }),
  traits: Type.Unsafe<JsonObject>(JsonObject),
  segments: Type.Array(membership, { description: 'Sorted by segment.' }),
  firstSeenAt: Instant,
});

/** The whole person as of `version`; a null value on the topic means erased. */
export type ProfileUpdated = Static<typeof schema>;

export const ProfileUpdated = defineMessage({
  name: 'ProfileUpdated',
  summary: 'A snapshot of the whole person, with what changed. Compacted; null means erased.',
  schema,
  example: {
    profile: profileId('p_77aa'),
    version: 3,
    state: 'active',
    updatedAt: '2026-03-01T10:00:00.120Z',
    changed: ['traits.city', 'segments.loyal'],
    records: [recordId('r_77aa')],
    identifiers: [{ type: 'user_id', value: '17850' }],
    traits: { city: 'Leeds' },
    segments: [{ segment: 'loyal', since: '2026-02-11T08:30:00.000Z' }],
    firstSeenAt: '2026-01-01T08:26:00.000Z',
  },
});
