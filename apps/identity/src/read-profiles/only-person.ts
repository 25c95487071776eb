/** The one person that was asked for; otherwise a problem that says how to ask. */
import { Problem } from '@tributary/http';
import { type Found } from './find-person.ts';

export function onlyPerson(found: Found, anyId: string): Extract<Found, { kind: 'found' }> {
  switch (found.kind) {
    case 'found':
      return found;
    case 'ambiguous':
      throw new Problem({
        status: 409,
        code: 'IDENTIFIER_SHARED',
        detail: `${anyId} belongs to ${found.profiles.length} people: ${found.profiles.slice(0, 10).join(', ')}.`,
        fix: 'Ask for one of these profiles, or by an identifier that one person has.',
      });
    case 'unknown':
      throw personNotFound(anyId);
  }
}

export const personNotFound = (anyId: string): Problem =>
  new Problem({
    status: 404,
    code: 'PROFILE_NOT_FOUND',
    detail: `Nobody is known by ${anyId}.`,
    fix: 'Use a profile id, a record id, an identifier as type:value, e.g. user_id:17850, or the id of a row in its source, e.g. record_id:crm:4711; a new person needs a moment.',
  });
