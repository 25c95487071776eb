import { standaloneRiver, type River } from '@tributary/launcher';
import { embeddedForeignTopic } from '@tributary/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bridgeSuite, partitions } from './bridge-suite.ts';

bridgeSuite('in one process on the embedded engines', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'tributary-bridge-'));
  let river: River = await standaloneRiver(dataDir);
  const writer = await embeddedForeignTopic(join(dataDir, 'bus.sqlite'), { topic: 'shop.orders', partitions });
  return {
    writer,
    url: () => river.url('ingestion'),
    secretKey: () => river.secretKey,
    kill: async () => {
      const { child, ended } = river.process('ingestion');
      child.kill('SIGKILL');
      await ended;
      river = await standaloneRiver(dataDir);
    },
    stop: async () => {
      await writer.close();
      await river.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
});
