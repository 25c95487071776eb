import { expect, it } from '@jest/globals';
import { type Page } from 'playwright-core';
import { flush, inBrowser } from '../testing/in-browser.ts';

/** Everything that a page can keep in a browser. */
const kept = (page: Page): Promise<unknown> =>
  page.evaluate(
    `(async () => ({ cookies: document.cookie, local: { ...localStorage }, session: { ...sessionStorage },
       databases: (await indexedDB.databases()).map(({ name }) => name) }))()`,
  );

const nothing = { cookies: '', local: {}, session: {}, databases: [] };

inBrowser('consent', (visits) => {
  it('that is pending: nothing is stored and nothing leaves; what happened is told once it is given', async () => {
    visits.shop.attributes = 'data-consent="pending"';
    const { page } = await visits.begin();
    await page.goto(`${visits.shop.url}/?utm_source=news`);
    await page.click('#add');
    await page.evaluate("window.tributary.identify('ann', { plan: 'gold' })");
    await flush(page);
    await page.waitForTimeout(3_500);
    expect([await kept(page), visits.collector.heads, await page.evaluate('window.tributary.anonymousId()')]).toEqual([
      nothing,
      [],
      undefined,
    ]);

    const before = new Date().toISOString();
    await page.evaluate('window.tributary.consent.set({ analytics: true, advertising: false })');
    await flush(page);
    const told = visits.collector.taken.filter(({ timestamp }) => timestamp < before);
    expect(told.map(({ event, type }) => event ?? type)).toEqual(
      expect.arrayContaining(['page', 'Element Clicked', 'identify']),
    );
    expect(told[0]?.context).toMatchObject({
      campaign: { source: 'news' },
      consent: { categoryPreferences: { analytics: true, advertising: false } },
    });
    expect(new Set(told.map(({ anonymousId }) => anonymousId)).size).toBe(1);
  });

  it('that is refused: what waited is forgotten, and so it stays on the next page', async () => {
    visits.shop.attributes = 'data-consent="pending"';
    const { page } = await visits.begin();
    await page.goto(visits.shop.url);
    await page.click('#add');
    await page.evaluate('window.tributary.consent.deny()');
    await page.goto(`${visits.shop.url}/product`);
    await page.waitForTimeout(3_500);
    expect(await kept(page)).toEqual({ ...nothing, local: { trb_consent: '{"analytics":false}' } });
    expect(visits.collector.heads).toEqual([]);
  });

  it('that is withdrawn: ids and queue are deleted, also for the other tabs', async () => {
    const { context, page } = await visits.begin();
    await page.goto(visits.shop.url);
    const other = await context.newPage();
    await other.goto(visits.shop.url);
    await visits.collector.next('page');
    visits.collector.answer = { status: 503 };
    await page.click('#add');
    await flush(page);
    await page.evaluate('window.tributary.consent.deny()');
    await page.waitForTimeout(300);
    const sent = visits.collector.bodies.length;
    await other.click('#add');
    await flush(other);
    await page.waitForTimeout(3_500);
    expect(await kept(page)).toMatchObject({ cookies: '' });
    expect(await page.evaluate('({ ...localStorage })')).toEqual({ trb_consent: '{"analytics":false}' });
    expect([await other.evaluate('window.tributary.consent.state().status'), visits.collector.bodies.length]).toEqual([
      'denied',
      sent,
    ]);
  });

  it('under Global Privacy Control: no advertisements, no click ids, and the events say so', async () => {
    const signal = "Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { value: true })";
    const { page } = await visits.begin({}, signal);
    await page.goto(`${visits.shop.url}/?gclid=abc&utm_source=news`);
    await page.evaluate('window.tributary.consent.grant()');
    await page.click('#ad-link');
    await page.waitForTimeout(1_500);
    await flush(page);
    const view = await visits.collector.next('page');
    expect(view.context['consent']).toEqual({
      categoryPreferences: { analytics: true, advertising: false },
      globalPrivacyControl: true,
    });
    expect([view.context['campaign'], view.context['clickIds'], view.properties['search']]).toEqual([
      { source: 'news' },
      undefined,
      '?utm_source=news',
    ]);
    expect([visits.collector.named('Ad Viewed'), visits.collector.named('Element Clicked')]).toEqual([[], []]);
    expect(visits.collector.bodies.join('')).not.toContain('gclid');
  });
});
