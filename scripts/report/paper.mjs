import { pathToFileURL } from 'node:url';
import { launchBrowser, openReport } from './browser.mjs';

/** A4 less its margins, in CSS pixels. */
const WIDTH = 680;

/**
 * Prints a report: one chapter on A4, figures and code within the page, worked answers open, pages numbered.
 * @param {string} report
 * @param {string} target
 */
export async function writePdf(report, target) {
  const browser = await launchBrowser();
  try {
    const page = await openReport(browser, pathToFileURL(report).href, { width: WIDTH, height: 960 });
    await page.emulateMedia({ media: 'print', colorScheme: 'light' });
    await page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
    if ((await page.locator('.report-figure').count()) > 0)
      await page.waitForSelector('html[data-figures="on paper"]');
    await page.pdf({
      path: target,
      format: 'A4',
      printBackground: true,
      tagged: true,
      outline: true,
      displayHeaderFooter: true,
      margin: { top: '16mm', bottom: '18mm', left: '15mm', right: '15mm' },
      headerTemplate: '<span></span>',
      footerTemplate:
        '<div style="width:100%;font:8px sans-serif;color:#555;text-align:center"><span class="title"></span> · <span class="pageNumber"></span>/<span class="totalPages"></span></div>',
    });
  } finally {
    await browser.close();
  }
}
