/** Visits onto the log, as events of the source that has seen them, through the same door as any other event. */
import { randomUUID } from 'node:crypto';
import { type JsonObject } from '@tributary/contracts';
import { type AcceptEvents } from '../accept-events/accept-events.ts';
import { type SourceDirectory } from '../manage-sources/source-directory.ts';
import { type CarrierState } from './ports.ts';

export interface PublishVisitsParts {
  readonly accept: Pick<AcceptEvents, 'run'>;
  readonly sources: Pick<SourceDirectory, 'byId'>;
}

export const publishVisits =
  ({ accept, sources }: PublishVisitsParts) =>
  async (states: readonly CarrierState[]): Promise<void> => {
    const groups = Map.groupBy(states, ({ source, sender }) => `${source} ${sender}`);
    for (const [first, ...others] of groups.values()) {
      if (first === undefined) continue;
      const source = await sources.byId(first.source);
      if (!source)
        throw new Error(`There is no source ${first.source} any more, and visits of it are to be published.`);
      await accept.run({
        source,
        door: 'beacon',
        imported: false,
        fromPage: first.sender === 'client',
        requestId: randomUUID(),
        ...nothingOfARequest,
        body: bodyOf([first, ...others].flatMap(({ unsent }) => unsent)),
      });
    }
  };

const nothingOfARequest = { ip: undefined, userAgent: undefined, traceparent: undefined };

const bodyOf = (events: readonly JsonObject[]) => ({
  ok: true as const,
  items: events.map((event) => ({ ok: true as const, event })),
  writeKey: undefined,
  bytesOf: (index: number) => Buffer.from(JSON.stringify(events[index])),
});
