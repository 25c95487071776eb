/** Messages as the stages before would publish them. */
import { type Output } from '@tributary/bus';
import {
  type EventCollected,
  type EventResolved,
  type ProfileUpdated,
  eventId,
  profileId,
  recordId,
  topics,
} from '@tributary/contracts';

export interface Happening {
  readonly id: string;
  readonly record: string;
  readonly name?: string;
  readonly time: string;
  readonly receivedAt?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
}

export const order = 'Order Completed';

export function collected({
  id,
  record,
  name = order,
  time,
  receivedAt = time,
  properties = {},
}: Happening): EventCollected {
  return {
    event: eventId(id),
    source: 'shop',
    messageId: id,
    type: 'track',
    name,
    record: recordId(record),
    identifiers: [{ type: 'user_id', value: record }],
    time: new Date(time).toISOString(),
    receivedAt: new Date(receivedAt).toISOString(),
    properties: { ...properties },
    traits: {},
    context: {},
    flags: [],
  };
}

/** `copy` makes it another message with the same content, as a replayed topic would hold it. */
export function resolved(profile: string, happening: Happening, copy = ''): Output<EventResolved> {
  return {
    topic: topics.eventResolved,
    key: profile,
    id: `${happening.id}:resolved${copy}`,
    value: { profile: profileId(profile), event: collected(happening) },
  };
}

export interface Snapshot {
  readonly profile: string;
  readonly version: number;
  readonly records?: readonly string[];
  readonly traits?: Readonly<Record<string, unknown>>;
  readonly changed?: readonly string[];
  readonly at?: string;
  readonly mergedInto?: string;
}

export function updated(snapshot: Snapshot): Output<ProfileUpdated> {
  const { profile, version, records = [], traits = {}, at = '2026-01-01', mergedInto } = snapshot;
  const changed = snapshot.changed ?? ['records', ...Object.keys(traits).map((name) => `traits.${name}`)];
  return {
    topic: topics.profileUpdated,
    key: profile,
    id: `${profile}:${version}`,
    value: {
      profile: profileId(profile),
      version,
      state: mergedInto === undefined ? 'active' : 'merged',
      ...(mergedInto === undefined ? {} : { mergedInto: profileId(mergedInto) }),
      updatedAt: new Date(at).toISOString(),
      changed: [...changed],
      records: records.map(recordId),
      identifiers: [],
      traits: { ...traits },
      segments: [],
      firstSeenAt: '2026-01-01T00:00:00.000Z',
    },
  };
}

export const erased = (profile: string, version: number): Output<ProfileUpdated> => ({
  topic: topics.profileUpdated,
  key: profile,
  id: `${profile}:${version}:erased`,
  value: null,
});
