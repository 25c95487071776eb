/** The archive of events, read page by page from ingestion. */
import { setTimeout as sleep } from 'node:timers/promises';
import { EventCollected } from '@tributary/contracts';
import { type Archive, type ArchivePage } from '../../ports.ts';

export interface ArchiveClientOptions {
  /** Base URL of ingestion. */
  readonly url: string;
  readonly secretKey: string;
}

const pageSize = 500;
/** Together a minute: a restart of ingestion does not end a rebuild. */
const pausesMs = [200, 1_000, 4_000, 15_000, 40_000];
const deadlineMs = 30_000;

export class HttpArchive implements Archive {
  constructor(private readonly options: ArchiveClientOptions) {}

  async page(after: string | null, signal: AbortSignal): Promise<ArchivePage> {
    for (const pause of pausesMs) {
      try {
        return await this.#ask(after, signal);
      } catch {
        await sleep(pause, undefined, { ref: false, signal });
      }
    }
    return this.#ask(after, signal);
  }

  async #ask(after: string | null, signal: AbortSignal): Promise<ArchivePage> {
    const query = new URLSearchParams({ limit: String(pageSize), ...(after === null ? {} : { after }) });
    const answer = await fetch(`${this.options.url}/v1/archive/export?${query.toString()}`, {
      headers: { authorization: `Bearer ${this.options.secretKey}` },
      signal: AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]),
    });
    if (!answer.ok) throw new Error(`The archive answered ${answer.status} ${await answer.text()}`);
    return pageIn(await answer.json());
  }
}

function pageIn(body: unknown): ArchivePage {
  if (!isObject(body)) throw new Error('The archive did not answer a page.');
  const { items, next, total } = body;
  if (!Array.isArray(items) || (typeof next !== 'string' && next !== null) || typeof total !== 'number') {
    throw new Error('The archive did not answer a page of items with next and total.');
  }
  return { items: items.map(eventIn), next, total };
}

function eventIn(item: unknown): EventCollected {
  if (EventCollected.check(item)) return item;
  throw new Error('The archive answered an item that is no collected event.');
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
