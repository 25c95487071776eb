import { describe, expect, it } from '@jest/globals';
import { ConfigError } from '@tributary/config';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { ownAddress } from './own-address.ts';

describe('the address of a process', () => {
  it('is any free port for 0, and the one that was asked for where it is free', async () => {
    const { port, url } = await ownAddress('127.0.0.1', 0);
    expect(port).toBeGreaterThan(0);
    expect(url).toBe(`http://127.0.0.1:${port}`);
    expect(await ownAddress('127.0.0.1', port)).toEqual({ port, url });
  });

  it('is refused, with what to do, where another program listens', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const refused = ownAddress('127.0.0.1', port);
    await expect(refused).rejects.toThrow(ConfigError);
    await expect(refused).rejects.toThrow(
      `another program listens on port ${port} of 127.0.0.1: stop it, or choose another with PORT`,
    );
    other.close();
  });

  it('is refused where it is none of this machine', async () => {
    await expect(ownAddress('192.0.2.1', 0)).rejects.toThrow('HOST is 192.0.2.1, which is no address of this machine');
  });
});
