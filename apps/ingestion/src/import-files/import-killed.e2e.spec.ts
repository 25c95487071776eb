/** A process that is killed in the middle of an import, and of an upload: the next one goes on by itself, nothing is lost and nothing twice. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type River, standaloneRiver } from '@tributary/launcher';
import { ImportClient } from '../testing/import-client.ts';

const rows = 60_000;
/** Every so many rows one that is there already, one that is no number, and one that the door refuses. */
const [everyDuplicate, everyBad, everyRefused] = [1_000, 777, 1_301];

const mapping = {
  columns: { n: { type: 'integer', required: true } },
  events: [
    {
      ...{ type: 'track', event: 'Product Bought', messageId: 'line-{id}', userId: '{who}' },
      ...{ timestamp: '2026-01-31T10:00:00Z', properties: { n: '{n}' } },
    },
  ],
};

const kindOf = (index: number): 'bad' | 'refused' | 'duplicate' | 'new' =>
  index % everyBad === 0
    ? 'bad'
    : index % everyRefused === 0
      ? 'refused'
      : index % everyDuplicate === everyDuplicate - 1
        ? 'duplicate'
        : 'new';

function rowOf(_: unknown, index: number): string {
  const kind = kindOf(index);
  // The row before it, word for word.
  const [id, who, n] =
    kind === 'duplicate' ? [index - 1, `c${(index - 1) % 500}`, index - 1] : [index, `c${index % 500}`, index];
  return `${id},${kind === 'refused' ? '' : who},${kind === 'bad' ? 'many' : n}`;
}

const file = Buffer.from(['id,who,n', ...Array.from({ length: rows }, rowOf)].join('\n'));
const counts = { bad: 0, refused: 0, duplicate: 0, new: 0 };
for (let index = 0; index < rows; index += 1) counts[kindOf(index)] += 1;

let folder: string;
let river: River;
const client = new ImportClient(() => ({ url: river.url('ingestion'), secretKey: river.secretKey }));
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-imports-killed-'));
  river = await standaloneRiver(join(folder, 'data'));
}, 120_000);
afterAll(async () => {
  await river.stop();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

async function killed(): Promise<void> {
  const { child, ended } = river.process('ingestion');
  child.kill('SIGKILL');
  expect(await ended).toBe('SIGKILL');
  river = await standaloneRiver(join(folder, 'data'));
}

it('goes on where it was: every row is stored, refused or a duplicate', async () => {
  const id = await client.begin({ source: 'default', mapping });
  const third = Math.floor(file.length / 3);
  await client.send(id, file.subarray(0, third), { last: false });
  await killed();
  const { received } = await client.one(id);
  expect(received).toBe(third);
  await client.send(id, file.subarray(received), { offset: received });

  while (((await client.one(id)).progress?.accepted ?? 0) < 2_000) await sleep(10);
  const before = await client.one(id);
  await killed();
  expect(before.state).toBe('running');
  expect((await client.one(id)).state).not.toBe('done');

  const done = await client.ended(id);
  const rejected = counts.bad + counts.refused;
  expect(done).toMatchObject({
    ...{ state: 'done', failure: null },
    progress: { rows, events: rows - counts.bad, accepted: rows - rejected, rejected, leftOut: 0 },
  });
  const stored = await client.settled();
  expect(stored).toBe(counts.new);
  expect(stored + rejected + counts.duplicate).toBe(rows);

  // What was sent again is refused once.
  const refused = (await client.call('GET', '/v1/rejections?limit=1')).body.counts;
  expect(refused).toEqual([{ code: 'MISSING_IDENTITY', open: counts.refused, replayed: 0 }]);
  // Told once each, whatever the first process had told.
  const lines = (await client.report(id)).trimEnd().split('\n').slice(1);
  expect([lines.length, new Set(lines).size]).toEqual([rejected, rejected]);
  expect(await readdir(join(folder, 'data', 'imports'))).toEqual([]);
  expect((await client.one(id)).hasContent).toBe(false);
}, 240_000);
