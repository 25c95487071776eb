/** The embedded pair: one bus file that processes share, one store that they reach over its port. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { topicSpecs } from '@tributary/bus';
import { openEmbeddedBus } from '@tributary/bus-embedded';
import { allTopics } from '@tributary/contracts';
import { openStore } from '@tributary/mongo-embedded';
import { embeddedLog } from '../reading/embedded-log.ts';
import { type LogReader } from '../reading/log-reader.ts';

export interface EmbeddedPair {
  readonly storeUri: string;
  readonly log: LogReader;
  /** What a process under test needs to know. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

const partitions = 4;
/** What a dead process has stored and not published is for the sweeper of the next, which leaves it alone for so long and looks as often. */
export const sweepEveryMs = 3_000;

/** The topics are there before any service is: a channel may write before the first start. */
export async function openPair(folder: string, namespaces: readonly string[]): Promise<EmbeddedPair> {
  await mkdir(folder, { recursive: true });
  const store = await openStore({ file: join(folder, 'store.sqlite') });
  const file = join(folder, 'bus.sqlite');
  const bus = openEmbeddedBus({ file });
  for (const namespace of namespaces) await bus.ensureTopics(topicSpecs(allTopics, { namespace, partitions }));
  await bus.close();
  const log = embeddedLog(file);
  return {
    storeUri: store.uri,
    log,
    env: {
      ...{ TRIBUTARY_DATA_DIR: folder, MONGODB_URI: store.uri, TRIBUTARY_PARTITIONS: String(partitions) },
      IDENTITY_SWEEP_EVERY_MS: String(sweepEveryMs),
    },
    close: async () => {
      await log.close();
      await store.close();
    },
  };
}
