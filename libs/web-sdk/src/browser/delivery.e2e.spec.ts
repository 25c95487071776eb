import { expect, it } from '@jest/globals';
import { type Page } from 'playwright-core';
import { flush, inBrowser, type Visits } from '../testing/in-browser.ts';

const call = (page: Page, expression: string): Promise<unknown> => page.evaluate(`window.tributary.${expression}`);
const moduleAt = ({ shop }: Visits, options: object = {}): string =>
  `${shop.url}/module#${encodeURIComponent(JSON.stringify(options))}`;

async function open(visits: Visits, page: Page, options: object = {}): Promise<void> {
  await page.goto(moduleAt(visits, options));
  await page.waitForFunction('window.tributary');
}

inBrowser('events arrive', (visits) => {
  const numbers = (): readonly unknown[] => visits.collector.named('Counted').map(({ properties }) => properties['n']);
  const waitFor = async (page: Page, done: () => boolean): Promise<void> => {
    for (let waited = 0; waited < 8_000 && !done(); waited += 50) await page.waitForTimeout(50);
  };

  it('in the Segment wire format, from all calls', async () => {
    const { page } = await visits.begin();
    await open(visits, page);
    await page.evaluate(`(() => { const t = window.tributary;
      t.track('Product Viewed', { sku: 'a' }); t.page('Home', { kind: 'shop' }); t.identify('ann', { plan: 'gold' });
      t.identify({ city: 'Ulm' }); t.group('acme', { size: 7 }); t.alias('ann', 'ann-before'); t.track('Broken', { big: 1n }); })()`);
    await flush(page);
    const [body] = visits.collector.bodies;
    expect(Object.keys(JSON.parse(body ?? ''))).toEqual(['batch', 'sentAt', 'writeKey']);
    const whole = visits.collector.taken.map((event) => event.whole);
    expect(whole).toMatchObject([
      { type: 'track', event: 'Product Viewed', properties: { sku: 'a' } },
      { type: 'page', name: 'Home', properties: { kind: 'shop', path: '/module' } },
      { type: 'identify', userId: 'ann', traits: { plan: 'gold' } },
      { type: 'identify', userId: 'ann', traits: { city: 'Ulm' } },
      { type: 'group', userId: 'ann', groupId: 'acme', traits: { size: 7 } },
      { type: 'alias', userId: 'ann', previousId: 'ann-before' },
    ]);
    expect(visits.collector.heads.filter((head) => head.startsWith('OPTIONS'))).toEqual([]);
  });

  it('with basic authorization where a back end wants it', async () => {
    const { page } = await visits.begin();
    visits.collector.answer = {
      status: 200,
      headers: { 'access-control-allow-headers': 'authorization, content-type' },
    };
    await open(visits, page, { authorization: 'basic' });
    await call(page, "track('Counted', { n: 1 })");
    await flush(page);
    expect(visits.collector.heads.join('\n')).toContain(`"authorization":"Basic ${btoa('wk:')}"`);
    expect(numbers()).toEqual([1]);
  });

  it('after an outage and a reload, each once and with its first id', async () => {
    const { page } = await visits.begin();
    visits.collector.answer = { status: 503 };
    await open(visits, page);
    await call(page, "track('Counted', { n: 1 })");
    await flush(page);
    await call(page, "track('Counted', { n: 2 })");
    expect(numbers()).toEqual([]);
    const [failed] = visits.collector.bodies;
    visits.collector.answer = { status: 200 };
    await open(visits, page);
    await call(page, "track('Counted', { n: 3 })");
    await waitFor(page, () => numbers().length === 3);
    expect(numbers()).toEqual([1, 2, 3]);
    expect(failed).toContain(visits.collector.taken[0]?.messageId);
  });

  it('not before the endpoint wants them, on the next page neither', async () => {
    const { page } = await visits.begin();
    visits.collector.answer = { status: 429, headers: { 'retry-after': '2' } };
    await open(visits, page);
    await call(page, "track('Counted', { n: 1 })");
    await flush(page);
    const asked = Date.now();
    visits.collector.answer = { status: 200 };
    await open(visits, page);
    await call(page, "track('Counted', { n: 2 })");
    await flush(page);
    expect(visits.collector.bodies).toHaveLength(1);
    await waitFor(page, () => numbers().length === 2);
    expect(Date.now() - asked).toBeGreaterThanOrEqual(1_900);
    expect(numbers()).toEqual([1, 2]);
  });

  it('except what is refused, which is dropped with a warning', async () => {
    const { page } = await visits.begin();
    const warnings: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'warning') warnings.push(message.text());
    });
    visits.collector.answer = { status: 401 };
    await open(visits, page);
    await call(page, "track('Counted', { n: 1 })");
    await flush(page);
    visits.collector.answer = { status: 200 };
    await call(page, "track('Counted', { n: 2 })");
    await flush(page);
    expect([numbers(), warnings.filter((text) => text.includes('401'))]).toEqual([
      [2],
      [expect.stringContaining('1 events')],
    ]);
  });

  it('the newest of them, when there are more than may wait, with a word on the others', async () => {
    const { page } = await visits.begin();
    visits.collector.answer = { status: 503, headers: { 'retry-after': '1' } };
    await open(visits, page, { maxQueued: 5 });
    await page.evaluate("for (let n = 1; n <= 8; n += 1) window.tributary.track('Counted', { n })");
    await flush(page);
    visits.collector.answer = { status: 200 };
    await waitFor(page, () => visits.collector.named('Events Dropped').length > 0);
    expect(numbers()).toEqual([4, 5, 6, 7, 8]);
    expect(visits.collector.named('Events Dropped')[0]?.properties).toEqual({ count: 3 });
  });

  it.each([
    ['with locks', undefined],
    [
      'with a lease, where there are no locks',
      "Object.defineProperty(Navigator.prototype, 'locks', { value: undefined })",
    ],
  ])('once from several tabs, %s', async (_, prepare) => {
    const { context, page } = await visits.begin({}, prepare);
    visits.collector.answer = { status: 200, after: 150 };
    const tabs = [page, await context.newPage(), await context.newPage()];
    for (const tab of tabs) await open(visits, tab);
    for (let n = 0; n < 12; n += 1) {
      await Promise.all(tabs.map((tab, index) => call(tab, `track('Counted', { n: ${n * 3 + index} })`)));
    }
    await Promise.all(tabs.map(flush));
    await waitFor(page, () => numbers().length >= 36);
    await page.waitForTimeout(500);
    const ids = visits.collector.taken.map(({ messageId }) => messageId);
    expect([ids.length, new Set(ids).size, new Set(numbers()).size]).toEqual([36, 36, 36]);
  });

  it.each([
    ['by a request that outlives it', undefined],
    ['by a beacon', 'delete Request.prototype.keepalive'],
  ])('from a page that is closed, %s', async (_, prepare) => {
    const { page } = await visits.begin({}, prepare);
    await open(visits, page, { flushInterval: 60_000 });
    await call(page, "track('Counted', { n: 1 })");
    await flush(page);
    await call(page, "track('Counted', { n: 2 })");
    await page.close({ runBeforeUnload: false });
    const { page: nextPage } = await visits.begin();
    await waitFor(nextPage, () => numbers().length === 2);
    expect(numbers()).toEqual([1, 2]);
  });

  it('each once from a visit of several pages, once the endpoint has worked', async () => {
    const { page } = await visits.begin();
    for (const [before, path] of ['/', '/product', '/', '/checkout', '/login'].entries()) {
      await page.goto(visits.shop.url + path);
      await waitFor(page, () => visits.collector.named('page').length > before);
      // A page that ends before it hears that its request was answered leaves it to the next one, which sends it again.
      await flush(page);
    }
    await page.waitForTimeout(300);
    const ids = visits.collector.taken.map(({ messageId }) => messageId);
    expect([new Set(ids).size, visits.collector.named('page').length]).toEqual([ids.length, 5]);
    expect(visits.collector.named('Page Left')).toHaveLength(4);
  });

  it('also what a page tells at its very end while the endpoint is away', async () => {
    const { page } = await visits.begin();
    visits.collector.answer = { status: 503 };
    await page.goto(visits.shop.url);
    await page.waitForTimeout(200);
    await flush(page);
    await page.goto(`${visits.shop.url}/product`);
    visits.collector.answer = { status: 200 };
    const left = await visits.collector.next('Page Left');
    expect(left.context['page']).toMatchObject({ path: '/' });
  });

  it('again from the next page, with the same ids, when nobody answered the one that ended', async () => {
    const { page } = await visits.begin();
    visits.collector.answer = { status: 500 };
    await open(visits, page, { flushInterval: 60_000 });
    await call(page, "track('Counted', { n: 1 })");
    await page.goto('about:blank');
    await waitFor(page, () => visits.collector.bodies.length === 1);
    visits.collector.answer = { status: 200 };
    await open(visits, page);
    await call(page, "track('Counted', { n: 2 })");
    await waitFor(page, () => numbers().length === 2);
    expect(numbers()).toEqual([1, 2]);
    expect(visits.collector.bodies[0]).toContain(visits.collector.taken[0]?.messageId);
  });

  it('where the browser has no database', async () => {
    const { page } = await visits.begin({}, "Object.defineProperty(window, 'indexedDB', { value: undefined })");
    await open(visits, page);
    await call(page, "track('Counted', { n: 1 })");
    await flush(page);
    expect(numbers()).toEqual([1]);
  });

  it('where the page may not store anything', async () => {
    const forbidden =
      "for (const name of ['localStorage', 'indexedDB']) Object.defineProperty(window, name, { get() { throw new Error('no'); } })";
    const { page } = await visits.begin({}, forbidden);
    await open(visits, page);
    await call(page, "track('Counted', { n: 1 })");
    await flush(page);
    expect(numbers()).toEqual([1]);
  });

  it('with calls that were made before the script came', async () => {
    const { page } = await visits.begin({}, "window.tributary = [['track', 'Counted', { n: 1 }], ['identify', 'ann']]");
    await page.goto(visits.shop.url);
    await page.evaluate("window.tributary.push(['track', 'Counted', { n: 2 }])");
    await flush(page);
    expect([numbers(), visits.collector.named('identify')[0]?.userId]).toEqual([[1, 2], 'ann']);
  });
});

inBrowser('a visitor', (visits) => {
  it('of Segment keeps the id', async () => {
    const { context, page } = await visits.begin();
    const id = 'f8c9d2f0-6a3e-4b7e-9a60-5d1a2c3b4e5f';
    await context.addCookies([{ name: 'ajs_anonymous_id', value: id, url: visits.shop.url }]);
    await page.goto(visits.shop.url);
    expect((await visits.collector.next('page')).anonymousId).toBe(id);
  });

  it('is one from page to page, and somebody else after the logout', async () => {
    const { page } = await visits.begin();
    await open(visits, page);
    await call(page, "identify('ann')");
    await open(visits, page);
    await call(page, "track('Counted')");
    await call(page, 'reset()');
    await call(page, "track('Counted')");
    await flush(page);
    await waitForAll(page, visits, 3);
    const [identify, before, after] = visits.collector.taken;
    expect([before?.anonymousId, before?.userId, before?.context['sessionId']]).toEqual([
      identify?.anonymousId,
      'ann',
      identify?.context['sessionId'],
    ]);
    expect(after?.userId).toBeUndefined();
    expect(after?.anonymousId).not.toBe(before?.anonymousId);
    expect(after?.context['sessionId']).not.toBe(before?.context['sessionId']);
  });
});

async function waitForAll(page: Page, { collector }: Visits, count: number): Promise<void> {
  for (let waited = 0; waited < 8_000 && collector.taken.length < count; waited += 50) await page.waitForTimeout(50);
}
