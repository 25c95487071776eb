import { expect, it } from '@jest/globals';
import { type Page } from 'playwright-core';
import { flush, inBrowser } from '../testing/in-browser.ts';
import { canary } from '../testing/shop.ts';

/** The number of tests; its first six digits are the issuer's, and too many to come up in one of the random ids that are sent. */
const card = '4111111111111111';

/** Types into everything that takes text, presses everything that can be pressed. */
async function useEverything(page: Page): Promise<void> {
  const fields = 'input:not([type=hidden]):not([type=radio]), textarea, [contenteditable]';
  for (const field of await page.locator(fields).all()) {
    await field.click();
    await field.pressSequentially(`${canary} ${card}`);
    await field.press('Tab');
  }
  for (const select of await page.locator('select').all()) await select.selectOption({ index: 1 });
  for (const thing of await page.locator('button, label, input[type=radio], [role=option]').all()) await thing.click();
}

inBrowser('what must stay private never leaves the page', (visits) => {
  const expectNothingPrivate = (): void => {
    const { bodies, heads } = visits.collector;
    const sent = [...bodies, ...heads].join('\n');
    expect(bodies.length).toBeGreaterThan(0);
    expect(sent.toLowerCase()).not.toContain(canary.toLowerCase());
    expect(sent).not.toContain(card.slice(0, 6));
  };

  it.each([
    ['a checkout', '/checkout', ['Form Submitted', 'Element Clicked']],
    ['a login', '/login', ['Form Submitted', 'Element Clicked']],
    ['what is marked and what stands in attributes', '/', ['Element Clicked']],
  ])('%s', async (_, path, expected) => {
    const { page } = await visits.begin();
    await page.goto(`${visits.shop.url}${path}?session=${canary}&email=${canary}%40mail.example#token=${canary}`);
    if (path === '/') await page.evaluate("document.querySelectorAll('form').forEach((form) => form.remove())");
    await useEverything(page);
    await flush(page);
    await page.goto('about:blank');
    await visits.collector.next('Page Left');
    expectNothingPrivate();
    for (const name of expected) expect(visits.collector.named(name)).not.toEqual([]);
  });

  it('forms are told by name', async () => {
    const { page } = await visits.begin();
    await page.goto(`${visits.shop.url}/checkout`);
    await page.click('#order');
    await page.goto(`${visits.shop.url}/login`);
    await page.fill('#password', canary);
    await page.press('#password', 'Enter');
    await flush(page);
    await visits.collector.next('Form Submitted');
    const forms = visits.collector.named('Form Submitted').map(({ properties }) => properties);
    expect(forms).toMatchObject([{ form_name: 'checkout' }, { form_name: 'login' }]);
    expect(forms[1]?.['form_action']).toBe(`${visits.shop.url}/account/[email]`);
    expectNothingPrivate();
  });

  it('texts that look private are replaced', async () => {
    const { page } = await visits.begin();
    await page.goto(`${visits.shop.url}/checkout`);
    await page.click('#mail');
    await page.click('#pay');
    await page.click('#shown-card');
    await flush(page);
    const texts = visits.collector.named('Element Clicked').map(({ properties }) => properties['element_text']);
    expect(texts).toEqual(['[email]', 'Pay with [card]']);
    expect(visits.collector.named('page')[0]?.properties['title']).toBe('Checkout of [email]');
  });

  it('what is marked is not observed at all', async () => {
    const { page } = await visits.begin();
    await page.goto(visits.shop.url);
    await page.click('#ignored', { clickCount: 3 });
    await page.waitForTimeout(2_700);
    await flush(page);
    const told = visits.collector.taken.map(({ event, type }) => event ?? type);
    expect(told.filter((name) => name.includes('Clicked'))).toEqual([]);
  });
});
