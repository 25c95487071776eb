/** Unmodified clients in a real browser, on a page of another origin, at doors that are well and at doors that refuse first. */
import { createServer, type Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { topics } from '@tributary/contracts';
import { findChromium, startChromium, startService, type TestService } from '@tributary/testing';
import { browserClients } from './browser-clients.ts';
import { faultyFront } from './faulty-front.ts';
import { ingestionService } from '../index.ts';
import { told } from './told.ts';

const moods = [
  ['a door that is well', []],
  ['a door that does not answer in time', [503]],
  ['a door that is busy', [429]],
] as const;

/** Clients wait from a second to half a minute before they try again. */
const patienceMs = 40_000;
const path = findChromium();
const page = '<!doctype html><html><head><title>Shop</title></head><body><h1>Tea</h1></body></html>';
/** What differs from visit to visit. */
const ofVisit = / (anonymous_id|session_id|device_id):\S+/g;

(path === undefined ? describe.skip : describe)('in Chromium', () => {
  let service: TestService;
  let browser: Awaited<ReturnType<typeof startChromium>>;
  let shop: Server;
  let shopUrl = '';
  beforeAll(async () => {
    service = await startService(ingestionService);
    browser = await startChromium(path ?? '');
    shop = createServer((_request, answer) => answer.writeHead(200, { 'content-type': 'text/html' }).end(page));
    await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
    const address = shop.address();
    shopUrl = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/`;
  });
  afterAll(async () => {
    await browser.close();
    shop.close();
    await service.stop();
  });

  const arrived = async (source: string): Promise<readonly string[]> => {
    await service.settle();
    const all = await service.collect(topics.eventCollected);
    return all.flatMap(({ value }) =>
      value?.source === source ? [told(value, ['order_id', 'email', 'offer']).replaceAll(ofVisit, '')] : [],
    );
  };

  describe.each(browserClients)('$name', ({ name, script, use, arrives, spared = [] }) => {
    const bearable = moods.filter(([, refusals]) => !refusals.some((status) => spared.includes(status)));
    it.each(bearable)('delivers everything once to %s', async (mood, refusals) => {
      const id = `${name} ${mood}`
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, '-')
        .replace(/^-/, '')
        .slice(0, 60);
      const { body } = await service.call('POST', '/v1/sources', { id, name, kind: 'client' });
      await using front = await faultyFront(service.url, refusals);
      const context = await browser.newContext();
      const visit = await context.newPage();
      await visit.goto(shopUrl);
      await visit.addScriptTag({ content: script });
      await visit.evaluate(
        `(async (door, key) => {${use}})(${JSON.stringify(front.url)}, ${JSON.stringify(body.writeKey)})`,
      );
      for (const until = Date.now() + patienceMs; (await arrived(id)).length < arrives.length && Date.now() < until;) {
        await pause(200);
      }
      await context.close();
      expect([...(await arrived(id))].sort()).toEqual([...arrives].sort());
      expect(front.refused).toEqual(refusals);
      expect(await service.collect(topics.eventRejected)).toEqual([]);
    });
  });
});
