/** A file that is imported twice, through the door that is open to everybody: the second time changes nothing. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient } from '@tributary/api-client';
import { topics } from '@tributary/contracts';
import { importFile, readMapping } from '@tributary/importer';
import { startService, type TestService } from '@tributary/testing';
import { ingestionService } from './index.ts';

const sample = (name: string): string =>
  fileURLToPath(new URL(`../../../samples/online-retail/${name}`, import.meta.url));

/** More events than fit into one request. */
const lines = 15_000;

describe('a file imported twice', () => {
  let service: TestService;
  let folder: string;
  let file: string;
  beforeAll(async () => {
    service = await startService(ingestionService);
    folder = await mkdtemp(join(tmpdir(), 'tributary-import-'));
    file = join(folder, 'orders.csv');
    const orders = gunzipSync(await readFile(sample('orders.csv.gz'))).toString('utf8');
    await writeFile(
      file,
      orders
        .split('\n')
        .slice(0, lines + 1)
        .join('\n'),
    );
  });
  afterAll(async () => {
    await service.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const imported = async () => {
    const client = createClient({ url: service.url, writeKey: 'test-write-key' });
    const mapping = await readMapping(sample('mapping.json'));
    const { accepted, rejectedCount } = await importFile({ file, mapping, client });
    await service.settle();
    const { total } = (await service.call('GET', '/v1/archive/count')).body;
    const collected = await service.collect(topics.eventCollected);
    return { accepted, rejectedCount, total, published: collected.map(({ id }) => id).sort() };
  };

  it('is accepted twice and stored once', async () => {
    const first = await imported();
    expect(first.accepted).toBeGreaterThan(500);
    expect([first.rejectedCount, first.total, first.published.length]).toEqual([0, first.accepted, first.accepted]);
    expect(await imported()).toEqual(first);
  });
});
