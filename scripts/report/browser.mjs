import { existsSync } from 'node:fs';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/microsoft-edge',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** The path of a browser of Chromium's family; undefined where none is installed. */
export const browserPath = () =>
  [process.env.CHROME_PATH ?? '', ...places].find(path => path !== '' && existsSync(path));

export const noBrowser =
  'no Chrome, Chromium or Edge was found: install one, or set CHROME_PATH to where it is';

/** @returns {Promise<import('playwright-core').Browser>} */
export async function launchBrowser() {
  const executablePath = browserPath();
  if (executablePath === undefined) throw new Error(noBrowser);
  const { chromium } = await import('playwright-core');
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  });
}

/**
 * Opens a finished report, its figures drawn, without the network.
 * @param {import('playwright-core').Browser} browser
 * @param {string} address
 * @param {{width: number, height: number}} viewport
 */
export async function openReport(browser, address, viewport) {
  const context = await browser.newContext({
    viewport,
    offline: true,
    colorScheme: 'light',
    deviceScaleFactor: 1.5,
  });
  const page = await context.newPage();
  await page.goto(address);
  if ((await page.locator('.report-figure').count()) > 0)
    await page.waitForSelector('html[data-figures="ready"]', { timeout: 180_000 });
  return page;
}
