import Type, { type Static } from 'typebox';
import { Instant } from './fields.ts';
import { RecordIdSchema, recordId } from './ids.ts';
import { defineMessage } from './message.ts';

/** `a` and `b` are in order of their ids. */
const schema = Type.Object({
  a: RecordIdSchema,
  b: RecordIdSchema,
  kind: Type.Union(
    [Type.Literal('must-link'), Type.Literal('cannot-link'), Type.Literal('undecided'), Type.Literal('retracted')],
    { description: '`undecided`: looked at, without an answer; `retracted`: whatever was said before is taken back.' },
  ),
  by: Type.String({ minLength: 1, maxLength: 100, description: 'Who says so.' }),
  at: Type.String({ ...Instant, description: 'When it was said; of two words on a pair the later holds.' }),
  why: Type.String({ maxLength: 1_000 }),
  until: Type.Optional(Type.String({ ...Instant, description: 'The question rests until then.' })),
});

/** A person's word on whether two records are one person; the key is the pair, and the last word on it holds. */
export type IdentityAsserted = Static<typeof schema>;

export const IdentityAsserted = defineMessage({
  name: 'IdentityAsserted',
  summary: 'A person decided whether two records are one person; the key is the pair, and the last word on it holds.',
  schema,
  example: {
    a: recordId('r_77aa'),
    b: recordId('r_b012'),
    kind: 'cannot-link',
    by: 'maria',
    at: '2026-03-01T10:00:00.000Z',
    why: 'Father and son with one name.',
  },
});
