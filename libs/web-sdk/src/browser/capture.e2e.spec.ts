import { expect, it } from '@jest/globals';
import { flush, inBrowser } from '../testing/in-browser.ts';

inBrowser('what a visitor does is told without tags', (visits) => {
  it('page views, with campaign, click id, referrer and device', async () => {
    const { page } = await visits.begin({
      locale: 'de-DE',
      timezoneId: 'Europe/Berlin',
      viewport: { width: 900, height: 600 },
    });
    const referer = 'https://search.example/find?q=shoes&user=7';
    await page.goto(`${visits.shop.url}/?utm_source=news&utm_campaign=spring&gclid=abc&order=77`, { referer });
    const view = await visits.collector.next('page');
    expect(view.properties).toEqual({
      path: '/',
      referrer: 'https://search.example/find?q=shoes',
      search: '?utm_source=news&utm_campaign=spring&gclid=abc',
      title: 'Shop',
      url: `${visits.shop.url}/?utm_source=news&utm_campaign=spring&gclid=abc`,
    });
    expect(view.context).toMatchObject({
      library: { name: '@tributary/web-sdk' },
      campaign: { source: 'news', name: 'spring' },
      clickIds: { gclid: 'abc' },
      locale: 'de-DE',
      timezone: 'Europe/Berlin',
      screen: { innerWidth: 900, innerHeight: 600 },
      device: { type: 'desktop' },
      consent: { categoryPreferences: { analytics: true, advertising: true } },
    });
    expect(view.context['sessionId']).toEqual(expect.stringMatching(/^[\da-f-]{36}$/));
  });

  it('views of a single-page application, and the end of each', async () => {
    const { page } = await visits.begin();
    await page.goto(visits.shop.url);
    await visits.collector.next('page');
    await page.click('#spa');
    await page.waitForTimeout(200);
    await page.goBack();
    await page.waitForTimeout(200);
    await flush(page);
    const views = visits.collector.named('page');
    expect(views.map(({ properties }) => [properties['path'], properties['title']])).toEqual([
      ['/', 'Shop'],
      ['/category/shoes', 'Shoes'],
      ['/', 'Shoes'],
    ]);
    expect(views[1]?.properties['referrer']).toBe(`${visits.shop.url}/`);
    const left = visits.collector.named('Page Left').map(({ context }) => context['page']);
    expect(left).toMatchObject([{ path: '/' }, { path: '/category/shoes' }]);
  });

  it('clicks, with the element and where it stands', async () => {
    const { page } = await visits.begin();
    await page.goto(visits.shop.url);
    await page.click('#add');
    await page.click('#tile');
    await page.click('h1');
    await page.focus('#dead');
    await page.keyboard.press('Enter');
    await flush(page);
    const clicks = visits.collector.named('Element Clicked').map(({ properties }) => properties);
    expect(clicks).toMatchObject([
      {
        element: 'button',
        element_id: 'add',
        element_text: 'Add to cart',
        element_chain: 'html > body > main#home > button#add.primary',
        pointer: 'mouse',
      },
      { element: 'div', element_id: 'tile', element_text: 'Tile' },
      { element: 'button', element_id: 'dead', pointer: 'keyboard' },
    ]);
  });

  it('clicks that lead away, with a safe address', async () => {
    const { page } = await visits.begin();
    await page.goto(visits.shop.url);
    await page.click('#to-product');
    const click = await visits.collector.next('Element Clicked');
    expect(click.properties['href']).toBe(`${visits.shop.url}/product?utm_content=hero`);
    expect((await visits.collector.next('Page Left')).context['page']).toMatchObject({ path: '/' });
  });

  it('a search once, with the number of results', async () => {
    const { page } = await visits.begin();
    await page.goto(visits.shop.url);
    await page.fill('input[type=search]', '  red   shoes ');
    await page.press('input[type=search]', 'Enter');
    await page.waitForURL('**/results**');
    const search = await visits.collector.next('Products Searched');
    await flush(page);
    expect(search.properties).toEqual({ query: 'red shoes', results: 12, source: 'address' });
    expect(visits.collector.named('Products Searched')).toHaveLength(1);
    expect(visits.collector.named('Form Submitted')[0]?.properties).toMatchObject({
      form_name: 'site-search',
      form_id: 'find',
      form_action: `${visits.shop.url}/results`,
    });
  });

  it('rage, and clicks on what is dead', async () => {
    const { page } = await visits.begin();
    await page.goto(visits.shop.url);
    await page.click('#dead', { clickCount: 3, delay: 20 });
    await page.waitForTimeout(2_700);
    await page.click('#add');
    await page.waitForTimeout(2_700);
    await flush(page);
    expect(visits.collector.named('Rage Clicked').map(({ properties }) => properties['element_id'])).toEqual(['dead']);
    expect(visits.collector.named('Dead Clicked').map(({ properties }) => properties['element_id'])).toEqual(['dead']);
  });

  it('how far down a page is seen and how long it is used', async () => {
    const { page } = await visits.begin({ viewport: { width: 900, height: 600 } });
    await page.goto(visits.shop.url);
    await page.mouse.move(100, 100);
    await page.mouse.wheel(0, 2_000);
    await page.waitForTimeout(1_500);
    await page.goto(`${visits.shop.url}/product`);
    const left = await visits.collector.next('Page Left');
    expect(visits.collector.named('Page Scrolled').map(({ properties }) => properties['scroll_depth'])).toEqual([
      25, 50,
    ]);
    expect(left.properties['scroll_depth']).toBeGreaterThanOrEqual(50);
    expect(left.properties['scroll_depth']).toBeLessThan(75);
    expect(left.properties['active_seconds']).toBeGreaterThanOrEqual(1);
  });

  it('activity every fifteen seconds of it', async () => {
    const clock = 'const real = Date.now; Date.now = () => real() + (window.ahead ?? 0);';
    const { page } = await visits.begin({}, clock);
    await page.goto(visits.shop.url);
    await page.waitForTimeout(300);
    await page.evaluate('window.ahead = 16_000');
    await page.mouse.move(50, 50);
    await page.waitForTimeout(1_300);
    await flush(page);
    const pings = visits.collector.named('Page Engaged');
    expect(pings.map(({ properties }) => Number(properties['active_seconds']) >= 15)).toEqual([true]);
  });

  it('web vitals once, when the page is out of sight', async () => {
    const { page } = await visits.begin();
    await page.goto(visits.shop.url);
    await page.click('#add');
    await page.waitForTimeout(500);
    await page.goto(`${visits.shop.url}/product`);
    const { properties } = await visits.collector.next('Web Vitals Measured');
    expect(properties).toMatchObject({
      ttfb: expect.any(Number),
      fcp: expect.any(Number),
      lcp: expect.any(Number),
      cls: expect.any(Number),
    });
    expect(properties['fcp']).toBeGreaterThan(0);
  });

  it('advertisements that were seen for a second', async () => {
    const { page } = await visits.begin();
    await page.goto(visits.shop.url);
    const ad = await visits.collector.next('Ad Viewed');
    expect(ad.properties).toMatchObject({ ad_id: 'spring-banner', ad_campaign: 'spring' });
    await page.click('#ad-link');
    await flush(page);
    expect(visits.collector.named('Element Clicked')[0]?.properties).toMatchObject({ ad_id: 'spring-banner' });
    expect(visits.collector.named('Ad Viewed')).toHaveLength(1);
  });

  it('swipes and taps of a finger', async () => {
    const { context, page } = await visits.begin({
      hasTouch: true,
      isMobile: true,
      viewport: { width: 390, height: 800 },
    });
    await page.goto(visits.shop.url);
    const box = await page.locator('#swipeable').boundingBox();
    const [x, y] = [(box?.x ?? 0) + 200, (box?.y ?? 0) + 60];
    const devtools = await context.newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', at: number) =>
      devtools.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x: at, y }] });
    await touch('touchStart', x);
    for (const moved of [40, 80, 120]) await touch('touchMove', x - moved);
    await touch('touchEnd', x);
    await page.tap('#add');
    await flush(page);
    expect(visits.collector.named('Element Swiped')[0]?.properties).toMatchObject({
      direction: 'left',
      distance: 120,
      element_id: 'swipeable',
    });
    const tap = visits.collector.named('Element Clicked')[0];
    expect([tap?.properties['pointer'], tap?.context['device']]).toEqual(['touch', { type: 'mobile' }]);
  });
});
