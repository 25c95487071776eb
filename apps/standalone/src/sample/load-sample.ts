/** Loads the sample orders through the public API, as anyone would; safe to repeat after a crash at any moment. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createClient, type Client } from '@tributary/api-client';
import { importFile, readMapping, type ImportProgress } from '@tributary/importer';
import { type DataFolder } from '../start/data-folder.ts';
import { type Standalone } from '../start/start-standalone.ts';
import { daysToYesterday } from './dates.ts';

const sampleDir = new URL('../../../../samples/online-retail/', import.meta.url);
const sampleFile = (name: string): string => fileURLToPath(new URL(name, sampleDir));

/** The last order of the file, 9 January 2011. */
const lastOrder = Date.UTC(2011, 0, 9, 15, 13);

/** Noted in the data folder: a load that is repeated another day must not move the dates again. */
interface Progress {
  readonly shiftDays: number;
  readonly loaded: boolean;
}

const progressFile = 'sample.json';

export interface LoadOptions {
  readonly standalone: Standalone;
  readonly now: number;
  readonly say: (line: string) => void;
  readonly onProgress: (progress: ImportProgress) => void;
}

/** Much longer than any machine needs; past it something is broken and must be said. */
const settleWithinMs = 15 * 60_000;

/** Answers false where the sample had been loaded before. */
export async function loadSample({ standalone, now, say, onProgress }: LoadOptions): Promise<boolean> {
  const { folder, url } = standalone;
  const known = await progressOf(folder);
  if (known?.loaded === true) return false;
  const shiftDays = known?.shiftDays ?? daysToYesterday(lastOrder, now);
  await note(folder, { shiftDays, loaded: false });

  const client = createClient({ url, ...folder.keys });
  await define(client);
  await segmentsLive(client);
  say(
    `Loading the orders of a British gift shop; dates are moved by ${shiftDays} days, so that the last order was yesterday.`,
  );
  const report = await importFile({
    file: sampleFile('orders.csv.gz'),
    mapping: await readMapping(sampleFile('mapping.json')),
    client,
    shiftDays,
    onProgress,
  });
  if (report.rejectedCount > 0) throw new Error(`${report.rejectedCount} lines of the sample were refused.`);
  await standalone.settle(settleWithinMs);
  await note(folder, { shiftDays, loaded: true });
  return true;
}

/** Segments, placements and offers; each call may be repeated. */
async function define(client: Client): Promise<void> {
  for (const segment of await definitions('segments.json')) await client.post('/v1/segments', segment);
  for (const placement of await definitions('placements.json'))
    await client.put(`/v1/placements/${placement.id}`, placement);
  for (const offer of await definitions('offers.json')) await client.put(`/v1/offers/${offer.id}`, offer);
}

/** On an empty store a segment is live at once; after a crash it may still be filling from the archive. */
async function segmentsLive(client: Client): Promise<void> {
  for (const { id } of await definitions('segments.json')) {
    while (!isLive(await client.get(`/v1/segments/${id}`))) await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const isLive = (segment: unknown): boolean =>
  typeof segment === 'object' && segment !== null && 'status' in segment && segment.status === 'live';

async function definitions(name: string): Promise<readonly { readonly id: string }[]> {
  const parsed: unknown = JSON.parse(await readFile(sampleFile(name), 'utf8'));
  if (Array.isArray(parsed) && parsed.every(hasId)) return parsed;
  throw new Error(`${name} must be a list of definitions with an id.`);
}

const hasId = (value: unknown): value is { readonly id: string } =>
  typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string';

async function progressOf(folder: DataFolder): Promise<Progress | undefined> {
  const text = await folder.read(progressFile);
  const value: unknown = text === undefined ? undefined : JSON.parse(text);
  if (typeof value !== 'object' || value === null || !('shiftDays' in value) || !('loaded' in value)) return undefined;
  const { shiftDays, loaded } = value;
  return typeof shiftDays === 'number' && typeof loaded === 'boolean' ? { shiftDays, loaded } : undefined;
}

const note = (folder: DataFolder, progress: Progress): Promise<void> =>
  folder.write(progressFile, `${JSON.stringify(progress)}\n`);
