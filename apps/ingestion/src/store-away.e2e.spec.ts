/** The door needs the log alone: what comes in while the store is away is taken, and stored when it is back. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { openEmbeddedBus } from '@tributary/bus-embedded';
import { openStore } from '@tributary/mongo-embedded';
import { startService } from '@tributary/testing';
import { ingestionService } from './index.ts';

it('takes events while the store is away for longer than a process is trusted to know its state', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'tributary-store-away-'));
  const file = join(dir, 'store.sqlite');
  const [bus, store] = [openEmbeddedBus({ file: join(dir, 'bus.sqlite') }), await openStore({ file })];
  const engines = { bus, storeUri: store.uri, described: 'a store that goes away', close: () => Promise.resolve() };
  const service = await startService(ingestionService, { engines });
  const send = async (messageId: string) => {
    const answer = await fetch(`${service.url}/v1/track`, {
      method: 'POST',
      headers: { authorization: 'Bearer test-write-key' },
      body: JSON.stringify({ event: 'Product Viewed', userId: 'ann', messageId }),
    });
    return answer.status;
  };
  const archived = async () => (await service.call('GET', '/v1/archive/count')).body.total;
  expect(await send('before')).toBe(200);
  await service.settle();
  await store.close();
  await pause(9_000);
  expect(await send('meanwhile')).toBe(200);
  const back = await openStore({ file, port: store.port });
  await service.settle();
  expect(await archived()).toBe(2);
  await service.stop();
  await back.close();
  await bus.close();
  await rm(dir, { recursive: true });
}, 120_000);
