/** What the tests in a browser have in common: the script is built once, and each test has a visitor of its own. */
import { afterAll, afterEach, beforeAll, describe } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { findChromium, startChromium } from '@tributary/testing';
import { Collector } from './collector.ts';
import { Shop } from './shop.ts';

const bundle = new URL('../../bundle/', import.meta.url);

interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
}

interface Stage {
  readonly browser: Browser;
  readonly collector: Collector;
  readonly shop: Shop;
}

export class Visits {
  #stage: Stage | undefined;
  #contexts: BrowserContext[] = [];

  get collector(): Collector {
    return this.#set().collector;
  }

  get shop(): Shop {
    return this.#set().shop;
  }

  /** A browser that was never here. `prepare` runs in every page before anything else. */
  async begin(options: BrowserContextOptions = {}, prepare?: string): Promise<Visitor> {
    const context = await this.#set().browser.newContext(options);
    this.#contexts.push(context);
    if (prepare !== undefined) await context.addInitScript(prepare);
    return { context, page: await context.newPage() };
  }

  async start(executablePath: string): Promise<void> {
    execFileSync(process.execPath, [fileURLToPath(new URL('build.mjs', bundle))], { stdio: 'pipe' });
    const collector = await new Collector().start();
    const shop = await new Shop(collector.url, new URL('dist/', bundle)).start();
    this.#stage = { browser: await startChromium(executablePath), collector, shop };
  }

  async end(): Promise<void> {
    await Promise.all(this.#contexts.map((context) => context.close()));
    this.#contexts = [];
    await sleep(200); // what the pages sent at their end still arrives
    this.collector.reset();
    this.shop.attributes = '';
  }

  async stop(): Promise<void> {
    const { browser, collector, shop } = this.#set();
    await browser.close();
    await Promise.all([collector.stop(), shop.stop()]);
  }

  #set(): Stage {
    if (this.#stage === undefined) throw new Error('The browser has not been started.');
    return this.#stage;
  }
}

export function inBrowser(name: string, tests: (visits: Visits) => void): void {
  const path = findChromium();
  (path === undefined ? describe.skip : describe)(name, () => {
    const visits = new Visits();
    beforeAll(() => visits.start(path ?? ''));
    afterEach(() => visits.end());
    afterAll(() => visits.stop());
    tests(visits);
  });
}

/** Sends what waits, from within the page. */
export const flush = (page: Page): Promise<unknown> => page.evaluate('window.tributary.flush()');
