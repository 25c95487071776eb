/** Asks identity who a record belongs to. */
import { profileId, type RecordId } from '@tributary/contracts';
import { isObject, member } from '@tributary/domain-collection';
import { type PersonAnswer } from '../../trace-event/journey.ts';

/** Somebody waits for the answer at a screen. */
const deadlineMs = 2_000;

export function identityPeer(url: string, secretKey: string): (record: RecordId) => Promise<PersonAnswer> {
  return async (record) => {
    try {
      const answer = await fetch(`${url}/v1/profiles/${encodeURIComponent(record)}`, {
        headers: { authorization: `Bearer ${secretKey}` },
        signal: AbortSignal.timeout(deadlineMs),
      });
      if (answer.status === 404) return { kind: 'unknown' };
      if (!answer.ok) return { kind: 'away', detail: `Identity answered ${answer.status}.` };
      return personIn(await answer.json());
    } catch (error) {
      return {
        kind: 'away',
        detail: `Identity does not answer: ${error instanceof Error ? error.message : String(error)}.`,
      };
    }
  };
}

function personIn(body: unknown): PersonAnswer {
  const [profile, version, updatedAt] = isObject(body)
    ? [member(body, 'profile'), member(body, 'version'), member(body, 'updatedAt')]
    : [];
  const known = typeof profile === 'string' && typeof version === 'number' && typeof updatedAt === 'string';
  if (known) return { kind: 'found', profile: profileId(profile), version, updatedAt: Date.parse(updatedAt) };
  return { kind: 'away', detail: 'The answer of identity is no profile.' };
}
