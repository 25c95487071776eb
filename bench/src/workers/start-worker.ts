/** A server in a process of its own: beside the load generator it would share a thread with it. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Of every service that is started here. */
export const keys = { writeKey: 'wk_bench', secretKey: 'sk_bench' };

export interface Worker {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

export async function startWorker(
  name: 'bare' | 'door' | 'identity' | 'ingestion',
  engines?: { readonly dataDir: string; readonly partitions: number },
): Promise<Worker> {
  const file = fileURLToPath(new URL(`${name}.js`, import.meta.url));
  const env = engines && {
    ...{ TRIBUTARY_DATA_DIR: engines.dataDir, TRIBUTARY_PARTITIONS: String(engines.partitions), PORT: '0' },
    ...{ TRIBUTARY_WRITE_KEY: keys.writeKey, TRIBUTARY_SECRET_KEYS: keys.secretKey },
  };
  const child = fork(file, { env: { ...process.env, ...env } });
  const ended = once(child, 'exit');
  const url = await Promise.race([
    once(child, 'message').then(([message]: readonly unknown[]) => urlIn(message)),
    ended.then(() => {
      throw new Error(`The worker ${name} has ended before it listened.`);
    }),
  ]);
  return {
    url,
    pid: child.pid ?? Number.NaN,
    stop: async () => {
      child.disconnect();
      await ended;
    },
  };
}

function urlIn(message: unknown): string {
  const url: unknown = typeof message === 'object' && message !== null && 'url' in message ? message.url : undefined;
  if (typeof url === 'string') return url;
  throw new Error('A worker tells where it listens.');
}
