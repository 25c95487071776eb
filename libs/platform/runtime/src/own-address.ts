/** The address a process will listen at, known before it listens: services that it hosts reach each other there. */
import { createServer } from 'node:net';
import { ConfigError } from '@tributary/config';

export interface OwnAddress {
  readonly port: number;
  readonly url: string;
}

/** Port 0 stands for any free one. A `ConfigError` says why nobody could listen there. */
export async function ownAddress(host: string, port: number): Promise<OwnAddress> {
  const chosen = await freePort(host, port);
  return { port: chosen, url: `http://${host.includes(':') ? `[${host}]` : host}:${chosen}` };
}

function freePort(host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const problem = problemOf(error.code, host, port);
      reject(problem === undefined ? error : new ConfigError([problem]));
    });
    probe.listen(port, host, () => {
      const address = probe.address();
      probe.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  });
}

function problemOf(code: string | undefined, host: string, port: number): string | undefined {
  const another = 'choose another with PORT (0 takes any that is free)';
  if (code === 'EADDRINUSE') return `another program listens on port ${port} of ${host}: stop it, or ${another}`;
  if (code === 'EACCES') return `this user may not listen on port ${port}: ${another}`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `HOST is ${host}, which is no address of this machine: 127.0.0.1 is reached from here alone, 0.0.0.0 from everywhere`;
  return undefined;
}
