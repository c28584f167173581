import { browserPath, noBrowser } from '../../scripts/report/browser.mjs';

export { launchBrowser } from '../../scripts/report/browser.mjs';

/** False, or why the browser tests are skipped: for node:test's `skip`. */
export const browserMissing = browserPath() === undefined && noBrowser;
