/** The address a process will listen at, known before it listens: services that it hosts reach each other there. */
import { createServer } from 'node:net';

export interface OwnAddress {
  readonly port: number;
  readonly url: string;
}

/** Port 0 stands for any free one. */
export async function ownAddress(host: string, port: number): Promise<OwnAddress> {
  const chosen = port === 0 ? await freePort(host) : port;
  return { port: chosen, url: `http://${host.includes(':') ? `[${host}]` : host}:${chosen}` };
}

function freePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, host, () => {
      const address = probe.address();
      probe.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  });
}
