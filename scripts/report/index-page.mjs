import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCollection } from './collection.mjs';
import { cardOf, isComplete } from './index-card.mjs';
import { mapOf } from './index-map.mjs';
import { MARK, page } from './page.mjs';
import { escapeHtml, prose } from './prose.mjs';
import { shelfOf } from './shelf.mjs';
import { writeWhole } from './work-folder.mjs';

/** @typedef {import('./shelf.mjs').Place} Place */

// What the index of an earlier version, which had no mark, began with.
const OLD_TITLE = '<title>VIB notebooks: reports</title>';

/**
 * Writes the folder's index.html: the collection's question, what its runs answer, and a card for every notebook with its reports.
 * @param {string} reports
 */
export async function writeIndex(reports) {
  const target = join(reports, 'index.html');
  for (let before = ''; ;) {
    const now = await frontPage(shelfOf(reports));
    if (now === before) return target;
    // Another run may have added a report while this one read the folder; so the last to write looks again.
    writeWhole(target, now);
    before = now;
  }
}

/**
 * Whether a file is an index of reports that these commands wrote.
 * @param {string} file
 */
export function isOurIndex(file) {
  const head = readFileSync(file, 'utf8').slice(0, 500);
  return head.startsWith('<!DOCTYPE html>') && (head.includes(MARK) || head.includes(OLD_TITLE));
}

/**
 * @param {Place[]} shelf
 * @param {{top?: string, assets?: {style: string, scripts: string[]}}} [site] what a site puts above, and its shared files
 */
export async function frontPage(shelf, { top = '', assets } = {}) {
  const { inline, block } = await prose();
  const { title, question, answeredBy, routes } = readCollection();
  const link = linkWithin(shelf);
  const cards = await Promise.all(shelf.map(place => cardOf(place, shelf)));
  const body = `${top}<main>
<h1>${escapeHtml(title)}</h1>
${question ? `<p class="question">${inline(question, address => (address.startsWith('https://') ? address : link(address)))}</p>` : ''}
${answer(shelf, answeredBy, inline, link)}
${routes.length > 0 ? `<section aria-labelledby="routes"><h2 id="routes">Where to go</h2><div class="routes">${routes.map(({ time, text }) => `<div><h3>${escapeHtml(time)}</h3>${block(text, link)}</div>`).join('')}</div></section>` : ''}
<section aria-labelledby="notebooks"><h2 id="notebooks">The notebooks</h2>
<p class="note">Every report is one file that needs no network, computed by the notebook of its name on the machine that it names. Highlighted parameters differ from the defaults.</p>
<div class="cards">
${cards.join('\n')}
</div></section>
${mapOf(shelf)}
</main>`;
  return page({ title: `VIB notebooks: ${title}`, body, ...(assets ? { assets } : {}) });
}

/**
 * What the runs printed as their key results, of the notebooks that speak on the whole.
 * @param {Place[]} shelf
 * @param {string[]} answeredBy
 * @param {(text: string, link: (address: string) => string | null) => string} inline
 * @param {(address: string) => string | null} link
 */
function answer(shelf, answeredBy, inline, link) {
  if (answeredBy.length === 0) return '';
  const items = answeredBy.flatMap(name => {
    const place = shelf.find(one => one.name === name);
    if (!place?.main || !place.record.keyResult) return [];
    const less = isComplete(place.main.facts) ? '' : ' <span class="less">not the full run</span>';
    const from = `<a href="${encodeURIComponent(place.main.file)}" aria-label="Report ${name.slice(0, 2)}">${name.slice(0, 2)}</a>`;
    return [`<li>${inline(place.record.keyResult, within(place.main.file, link))} (${from})${less}</li>`];
  });
  const said =
    items.length > 0
      ? `<p>As the runs on this page printed it:</p><ul>${items.join('')}</ul>`
      : '<p>No report in this folder has printed a key result yet.</p>';
  return `<section class="answer" aria-labelledby="answer"><h2 id="answer">The answer so far</h2>${said}</section>`;
}

/**
 * Where links between notebooks lead among these reports.
 * @param {Place[]} shelf
 * @returns {(address: string) => string | null}
 */
export const linkWithin = shelf => address => {
  const [, name, place = ''] = /^(\d\d_\w+)\.(?:ipynb|html|quick\.html)(#[\w=-]*)?$/.exec(address) ?? [];
  const file = shelf.find(one => one.name === name)?.main?.file;
  return file === undefined ? null : encodeURIComponent(file) + place;
};

/**
 * The same for what stands in a report, whose own places have no file before them.
 * @param {string} file
 * @param {(address: string) => string | null} link
 * @returns {(address: string) => string | null}
 */
export const within = (file, link) => address =>
  /^#[\w=-]+$/.test(address) ? encodeURIComponent(file) + address : link(address);
