/** Unmodified clients on Node at a door that is well, and at one that refuses first: everything arrives, once. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { topics } from '@tributary/contracts';
import { startService, type TestService } from '@tributary/testing';
import { ingestionService } from '../index.ts';
import { faultyFront } from './faulty-front.ts';
import { nodeClients } from './node-clients.ts';
import { told } from './told.ts';

/** Clients wait from a second to half a minute before they try again. */
const patienceMs = 40_000;

const moods = [
  ['a door that is well', []],
  ['a door that does not answer in time', [503]],
  ['a door that is busy', [429]],
] as const;

describe.each(nodeClients)('$name', ({ name, send, arrives }) => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService(ingestionService);
  });
  afterAll(() => service.stop());

  const arrived = async (source: string): Promise<readonly string[]> => {
    await service.settle();
    const all = await service.collect(topics.eventCollected);
    return all.flatMap(({ value }) => (value?.source === source ? [told(value, ['order_id', 'email', 'offer'])] : []));
  };

  it.each(moods)('delivers everything once to %s', async (mood, refusals) => {
    const id = `${name} ${mood}`
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replace(/^-/, '')
      .slice(0, 60);
    const { body } = await service.call('POST', '/v1/sources', { id, name, kind: 'server' });
    await using front = await faultyFront(service.url, refusals);
    await send({ url: front.url, key: body.writeKey });
    for (const until = Date.now() + patienceMs; (await arrived(id)).length < arrives.length && Date.now() < until;) {
      await pause(100);
    }
    expect([...(await arrived(id))].sort()).toEqual([...arrives].sort());
    expect(front.refused).toEqual(refusals);
    expect(await service.collect(topics.eventRejected)).toEqual([]);
  });
});
