/**
 * Any request at all, at the real edge: it is answered, never with a 5xx, and what was acknowledged is stored, rejected, suppressed or a copy. `npm run fuzz`
 * goes on for ten minutes; `FUZZ_SECONDS=60 FUZZ_SEED=1 node tools/jest.mjs apps/ingestion/src/fuzz-edge` for as long as one likes.
 */
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { reasonCodes } from '@tributary/domain-collection';
import { startService, type TestService } from '@tributary/testing';
import fc from 'fast-check';
import { ingestionService } from '../index.ts';
import { Doors } from '../testing/doors.ts';
import { anyBytes, anyRequest, type AnyRequest, type Keys } from './any-request.ts';

const seconds = Number(process.env['FUZZ_SECONDS'] ?? 30);
const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);
/** An answer takes milliseconds; this is for a door that hangs. */
const answerWithinMs = 15_000;
const settleWithinMs = 300_000;

describe('the edge', () => {
  let service: TestService;
  let doors: Doors;
  let keys: Keys;
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const seen = { requests: 0, connections: 0, told: 0, statuses: new Map<number, number>() };

  beforeAll(async () => {
    // Bytes that are no whole request are told so after a moment, and not when a patient server would.
    const env = { TRIBUTARY_HEADERS_TIMEOUT_MS: '400', TRIBUTARY_REQUEST_TIMEOUT_MS: '800' };
    service = await startService(ingestionService, { env });
    doors = new Doors(service);
    keys = { telling: await doors.source('telling'), silent: await doors.source('silent') };
  });
  afterAll(async () => {
    agent.destroy();
    await service.stop();
  });

  const ask = ({ method, path, headers, body }: AnyRequest): Promise<{ status: number; text: string }> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(service.url);
      const asked = request({ hostname, port, method, path, headers, agent, timeout: answerWithinMs }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() });
        });
        answer.on('error', reject);
      });
      asked.on('timeout', () => asked.destroy(new Error('The door does not answer.')));
      asked.on('error', reject);
      asked.end(body);
    });

  /** The first bytes of the answer; a connection that ends without any is an answer, too. */
  const shout = (bytes: Buffer): Promise<string> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(service.url);
      const socket = connect(Number(port), hostname, () => socket.write(bytes));
      socket.setTimeout(answerWithinMs, () => socket.destroy(new Error('The door does not answer.')));
      socket.once('data', (chunk: Buffer) => {
        resolve(chunk.toString('latin1'));
        socket.destroy();
      });
      socket.on('close', () => {
        resolve('');
      });
      socket.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ECONNRESET' || error.code === 'EPIPE') resolve('');
        else reject(error);
      });
    });

  const isAnswered = async (one: AnyRequest): Promise<void> => {
    const { status, text } = await ask(one);
    expect(status).toBeGreaterThanOrEqual(200);
    expect([status, status < 500 ? '' : text]).toEqual([status, '']);
    seen.requests += 1;
    seen.statuses.set(status, (seen.statuses.get(status) ?? 0) + 1);
    if (!one.tells || status !== 200) return;
    const { accepted, rejected = [] }: { accepted: number; rejected?: readonly object[] } = JSON.parse(text);
    seen.told += accepted + rejected.length;
  };
  const isHeard = async (bytes: Buffer): Promise<void> => {
    const answer = await shout(bytes);
    expect(answer).not.toMatch(/^HTTP\/1\.1 5/);
    seen.connections += 1;
  };

  it(
    'answers anything, and loses nothing',
    async () => {
      const talk = fc.record({
        requests: fc.array(anyRequest(keys), { minLength: 8, maxLength: 24 }),
        connections: fc.array(anyBytes(keys.silent), { maxLength: 2 }),
      });
      const property = fc.asyncProperty(talk, async ({ requests, connections }) => {
        await Promise.all([...requests.map(isAnswered), ...connections.map(isHeard)]);
      });
      const limits = { numRuns: Number.MAX_SAFE_INTEGER, interruptAfterTimeLimit: seconds * 1_000 };
      try {
        await fc.assert(property, { seed, ...limits, markInterruptAsFailure: false });
      } finally {
        const statuses = [...seen.statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
        const counts = `${seen.requests} requests (${statuses.join(', ')}), ${seen.connections} connections`;
        process.stdout.write(`  seed ${seed}, ${seconds} s: ${counts}, ${seen.told} events\n`);
      }
      await service.settle(settleWithinMs);
      const [acknowledged, fates] = await doors.balance();
      expect(fates).toBe(acknowledged);
      expect(await doors.count('acknowledged', 'telling')).toBe(seen.told);
      expect(seen.requests).toBeGreaterThan(seconds * 10);
      const { counts } = (await service.call('GET', '/v1/rejections?limit=1')).body;
      expect(
        counts.map(({ code }: { code: string }) => code).filter((code: string) => !reasonCodes.includes(code)),
      ).toEqual([]);
    },
    (seconds + 60) * 1_000 + settleWithinMs,
  );
});
