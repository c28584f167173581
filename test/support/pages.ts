import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';

export interface PageLook {
  /** How much wider than the window the page is. */
  beyond: number;
  requests: string[];
  errors: string[];
  /** What axe finds, of any weight: "serious color-contrast 3 <a ...". */
  violations: string[];
}

const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'];

/** Opens a page at a width, in light or dark, and looks at it; `then` may go on with it. */
export async function lookAt(
  browser: Browser,
  url: string,
  { width, colorScheme }: { width: number; colorScheme: 'light' | 'dark' },
  then: (page: Page) => Promise<void> = async () => {},
): Promise<PageLook> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, offline: true });
  const page = await context.newPage();
  const requests: string[] = [];
  const errors: string[] = [];
  page.on('request', request => requests.push(request.url()));
  page.on('pageerror', error => errors.push(error.message));
  page.on('console', message => message.type() === 'error' && errors.push(message.text()));
  await page.goto(url);
  const beyond = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
  const found = [...errors];
  // What playwright evaluates is not the page's script, so the page's policy does not hold for it.
  await page.evaluate(axe);
  const violations = await page.evaluate<string[]>(
    `axe.run(document, { runOnly: ${JSON.stringify(rules)} }).then(({ violations }) =>
      violations.map(({ impact, id, nodes }) => [impact, id, nodes.length, nodes[0].html.slice(0, 150)].join(' ')))`,
  );
  await then(page);
  await context.close();
  return {
    beyond,
    requests: requests.filter(address => !address.startsWith('data:')),
    errors: found,
    violations,
  };
}

/** Holds for every page beside the reports: no sideways scroll on a phone, nothing for axe, nothing asked for, no error. */
export async function checkPage(browser: Browser, url: string, files = [url]): Promise<void> {
  for (const width of [400, 1300]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { beyond, requests, errors, violations } = await lookAt(browser, url, { width, colorScheme });
      const where = `at ${width} px, ${colorScheme}`;
      assert.ok(beyond <= 0, `${beyond} px beyond the window ${where}`);
      assert.deepEqual(requests.sort(), [...files].sort(), where);
      assert.deepEqual(errors, [], where);
      assert.deepEqual(violations, [], where);
    }
  }
}
