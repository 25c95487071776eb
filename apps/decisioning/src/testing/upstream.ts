/** What the stages before decisioning publish, for tests: profiles, merges, splits, orders. */
import { type Output } from '@tributary/bus';
import { eventId, profileId, recordId, topics, type Identifier, type ProfileUpdated } from '@tributary/contracts';

export interface PersonParts {
  readonly version?: number;
  readonly identifiers?: readonly Identifier[];
  readonly traits?: Record<string, unknown>;
  readonly segments?: readonly string[];
  readonly records?: readonly string[];
  readonly mergedInto?: string;
  readonly changed?: readonly string[];
}

const at = '2026-03-01T10:00:00.000Z';

export const userId = (value: string): Identifier => ({ type: 'user_id', value });

export function updated(profile: string, parts: PersonParts = {}): Output<ProfileUpdated> {
  const { version = 1, identifiers = [], traits = {}, segments = [], records, mergedInto, changed } = parts;
  return {
    topic: topics.profileUpdated,
    key: profile,
    id: `${profile}:${version}`,
    value: {
      profile: profileId(profile),
      version,
      state: mergedInto === undefined ? 'active' : 'merged',
      ...(mergedInto === undefined ? {} : { mergedInto: profileId(mergedInto) }),
      updatedAt: at,
      changed: [...(changed ?? ['identifiers'])],
      records: (records ?? [profile.replace(/^p_/, 'r_')]).map(recordId),
      identifiers: [...identifiers],
      traits,
      segments: segments.map((segment) => ({ segment, since: at })),
      firstSeenAt: at,
    },
  };
}

export const erased = (profile: string): Output => ({
  topic: topics.profileUpdated,
  key: profile,
  id: `${profile}:erased`,
  value: null,
});

export const merged = (profile: string, absorbed: string, when: string): Output => ({
  topic: topics.profileMerged,
  key: profile,
  id: `${profile}:${absorbed}:${when}`,
  value: { profile, absorbed: [absorbed], records: [absorbed.replace(/^p_/, 'r_')], because: 'same user_id', at: when },
});

export const split = (profile: string, into: string, when: string): Output => ({
  topic: topics.profileSplit,
  key: profile,
  id: `${profile}:${into}:${when}:split`,
  value: {
    profile,
    into: [{ profile: into, records: [into.replace(/^p_/, 'r_')] }],
    because: 'two user_id values',
    at: when,
  },
});

export interface OrderParts {
  readonly profile: string;
  readonly event: string;
  readonly name?: string;
  readonly properties: Record<string, unknown>;
}

export function ordered({ profile, event, name = 'Order Completed', properties }: OrderParts): Output {
  const record = recordId(profile.replace(/^p_/, 'r_'));
  return {
    topic: topics.eventResolved,
    key: profile,
    id: `${event}:resolved`,
    value: {
      profile: profileId(profile),
      event: {
        ...topics.eventResolved.message.example.event,
        ...{ event: eventId(event), messageId: event, name, record, properties, time: at, receivedAt: at },
      },
    },
  };
}
