/** What stands around analytics in its tests: the stages before it, and an archive that answers as ingestion does. */
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type Output } from '@tributary/bus';
import { EventCollected, eventId, profileId, ProfileUpdated, recordId, topics } from '@tributary/contracts';

interface Happening {
  readonly id: string;
  readonly time: string;
  /** A known customer, or a guest where absent. */
  readonly user?: string;
  readonly guest?: string;
  readonly name: string;
  readonly properties?: EventCollected['properties'];
}

export function collected({ id, time, user, guest, name, properties = {} }: Happening): EventCollected {
  return {
    ...EventCollected.example,
    event: eventId(id),
    messageId: id,
    name,
    record: recordId(user === undefined ? `r_guest_${guest ?? id}` : `r_${user}`),
    identifiers: [user === undefined ? { type: 'anonymous_id', value: guest ?? id } : { type: 'user_id', value: user }],
    time,
    properties,
  };
}

export const onCollected = (event: EventCollected): Output<EventCollected> => ({
  topic: topics.eventCollected,
  key: event.record,
  id: `${event.event}:collected`,
  value: event,
});

type Snapshot = Partial<Omit<ProfileUpdated, 'records'>> & { readonly records: readonly string[] };

export function onUpdated(profile: string, version: number, snapshot: Snapshot | null): Output<ProfileUpdated> {
  const value: ProfileUpdated | null = snapshot && {
    ...ProfileUpdated.example,
    updatedAt: `2026-03-01T10:00:00.${String(version).padStart(3, '0')}Z`,
    ...snapshot,
    profile: profileId(profile),
    version,
    records: snapshot.records.map(recordId),
  };
  return { topic: topics.profileUpdated, key: profile, id: `${profile}:${version}`, value };
}

export interface TestArchive {
  readonly url: string;
  /** Archived before it is published, as ingestion does. */
  keep(events: readonly EventCollected[]): void;
  /** Called before every page is answered. */
  beforePage: () => Promise<void>;
  close(): Promise<void>;
}

export async function startArchive(): Promise<TestArchive> {
  const events = new Map<string, EventCollected>();
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '', 'http://archive');
    const [after, limit] = [searchParams.get('after') ?? '', Number(searchParams.get('limit'))];
    void archive.beforePage().then(() => {
      const ids = [...events.keys()].sort().filter((id) => id > after);
      const items = ids.slice(0, limit).flatMap((id) => events.get(id) ?? []);
      const next = ids.length > limit ? (items.at(-1)?.event ?? null) : null;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ items, next, total: events.size }));
    });
  });
  const archive: TestArchive = {
    url: await listening(server),
    keep: (kept) => {
      for (const event of kept) events.set(event.event, event);
    },
    beforePage: () => Promise.resolve(),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return archive;
}

function listening(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo; // eslint-disable-line no-restricted-syntax -- a TCP server
      resolve(`http://127.0.0.1:${port}`);
    });
  });
}
