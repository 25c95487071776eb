/** The archive of events, read page by page from ingestion. */
import { setTimeout as sleep } from 'node:timers/promises';
import { EventCollected } from '@tributary/contracts';
import { type ArchivePage, type ArchiveReader } from '../../ports.ts';

export interface ArchiveClientOptions {
  /** Base URL of ingestion. */
  readonly url: string;
  readonly secretKey: string;
}

const pageSize = 1000;
const deadlineMs = 30_000;
/** A short hiccup is waited out here; a longer one ends this attempt, and the build goes on from its cursor later. */
const pausesMs = [200, 1000];

export class HttpArchiveReader implements ArchiveReader {
  constructor(private readonly options: ArchiveClientOptions) {}

  async page(after: string | null): Promise<ArchivePage> {
    for (const pause of pausesMs) {
      try {
        return await this.#ask(after);
      } catch {
        await sleep(pause, undefined, { ref: false });
      }
    }
    return this.#ask(after);
  }

  async #ask(after: string | null): Promise<ArchivePage> {
    const query = new URLSearchParams({ limit: String(pageSize), ...(after === null ? {} : { after }) });
    const answer = await fetch(`${this.options.url}/v1/archive/export?${query.toString()}`, {
      headers: { authorization: `Bearer ${this.options.secretKey}` },
      signal: AbortSignal.timeout(deadlineMs),
    });
    if (!answer.ok) throw new Error(`The archive answered ${answer.status}.`);
    return pageIn(await answer.json());
  }
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
