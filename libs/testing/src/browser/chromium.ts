/** A real browser for tests: Chromium at /usr/bin/chromium or where $CHROMIUM says; where there is none, tests are skipped. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Nothing but the pages under test may use the network or the disk. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function findChromium(): string | undefined {
  const path = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
  if (existsSync(path)) return path;
  console.warn(`No Chromium at ${path}: the tests in a browser are skipped. Install it, or set CHROMIUM to its path.`);
  return undefined;
}

/** With a profile of its own, which is deleted when it is closed. */
export const startChromium = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, args: flags, headless: true });
