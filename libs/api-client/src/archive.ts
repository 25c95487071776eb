/** The archive of events, read page by page from ingestion, for services that rebuild or fill their state from it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { EventCollected } from '@tributary/contracts';

interface ArchiveOptions {
  /** Base URL of ingestion. */
  readonly url: string;
  readonly secretKey: string;
  /** How long to wait before each further try, milliseconds; a restart of ingestion takes seconds. */
  readonly pausesMs: readonly number[];
}

interface ArchivePage {
  readonly items: readonly EventCollected[];
  /** Where the next page begins; null on the last one. */
  readonly next: string | null;
  /** Events in the whole archive. */
  readonly total: number;
}

interface Archive {
  /** `after` is the `next` of the page before, or null at the beginning. Rejects when no try succeeded, or on abort. */
  page(after: string | null, signal?: AbortSignal): Promise<ArchivePage>;
}

const pageSize = 500; // orders carry their lines: a page stays under some megabytes
const deadlineMs = 30_000;

export function archiveOf(options: ArchiveOptions): Archive {
  return {
    page: async (after, signal = new AbortController().signal) => {
      for (const pause of options.pausesMs) {
        try {
          return await ask(options, after, signal);
        } catch {
          await sleep(pause, undefined, { ref: false, signal });
        }
      }
      return ask(options, after, signal);
    },
  };
}

async function ask(
  { url, secretKey }: ArchiveOptions,
  after: string | null,
  signal: AbortSignal,
): Promise<ArchivePage> {
  const query = new URLSearchParams({ limit: String(pageSize), ...(after === null ? {} : { after }) });
  const answer = await fetch(`${url}/v1/archive/export?${query.toString()}`, {
    headers: { authorization: `Bearer ${secretKey}` },
    signal: AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]),
  });
  if (!answer.ok) throw new Error(`The archive answered ${answer.status} ${await answer.text()}`);
  return pageIn(await answer.json());
}

function pageIn(body: unknown): ArchivePage {
  const { items, next, total }: Partial<Record<string, unknown>> =
    typeof body === 'object' && body !== null ? { ...body } : {};
  if (!Array.isArray(items) || (typeof next !== 'string' && next !== null) || typeof total !== 'number') {
    throw new Error('The archive did not answer a page of items with next and total.');
  }
  return { items: items.map(eventIn), next, total };
}

function eventIn(item: unknown): EventCollected {
  if (EventCollected.check(item)) return item;
  throw new Error('The archive answered an item that is no collected event.');
}
