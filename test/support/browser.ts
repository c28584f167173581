import { chromium, type Browser } from 'playwright-core';
import { browserPath, noBrowser } from '../../scripts/report/browser.mjs';

/** False, or why the browser tests are skipped: for node:test's `skip`. */
export const browserMissing = browserPath() === undefined && noBrowser;

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: browserPath(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  });
}
