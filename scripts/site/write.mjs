import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { frontPage, linkWithin } from '../report/index-page.mjs';
import { page } from '../report/page.mjs';
import { escapeHtml, prose } from '../report/prose.mjs';
import { shelfOf } from '../report/shelf.mjs';
import { inRoot } from '../setup/paths.mjs';
import { searchEntries } from './search-entries.mjs';
import { sitePage } from './site-page.mjs';

/** What tells a folder of ours, which may be removed, from one of somebody's. */
const MARK = '.vib-site';

/**
 * Writes a site of the reports in a folder: whole, or not at all.
 * @param {string} reports
 * @param {string} target
 * @returns {Promise<{pages: number, bytes: number}>}
 */
export async function writeSite(reports, target) {
  if (existsSync(target) && readdirSync(target).length > 0 && !existsSync(join(target, MARK)))
    throw new Error(`${target} holds files that are no site of ours: choose another folder with --to.`);
  mkdirSync(dirname(target), { recursive: true });
  const work = mkdtempSync(join(dirname(target), '.run-site-'));
  try {
    const pages = await fill(work, reports);
    rmSync(target, { recursive: true, force: true });
    renameSync(work, target);
    return { pages, bytes: sizeOf(target) };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * @param {string} folder
 * @param {string} reports
 */
async function fill(folder, reports) {
  mkdirSync(join(folder, 'assets'));
  /** @param {string} kind @param {string} text */
  const asset = (kind, text) => {
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 10);
    const name = `assets/${hash}.${kind}`;
    if (!existsSync(join(folder, name))) writeFileSync(join(folder, name), text);
    return name;
  };
  const shelf = shelfOf(reports);
  const shown = shelf.flatMap(({ main, others, comparisons }) => [
    ...(main ? [main.file] : []),
    ...others.map(({ file }) => file),
    ...comparisons.map(({ file }) => file),
  ]);
  if (shown.length === 0) throw new Error(`${reports} holds no report: run npm run report first.`);
  /** @param {string} name */
  const template = name => readFileSync(inRoot('scripts', 'report', 'template', 'pages', name), 'utf8');
  const top = siteBar(asset('css', template('site-bar.css')));
  for (const file of shown)
    writeFileSync(join(folder, file), sitePage(readFileSync(join(reports, file), 'utf8'), { asset, top }));
  const style = asset('css', template('pages.css'));
  writeFileSync(join(folder, 'index.html'), await frontPage(shelf, { top, assets: { style, scripts: [] } }));
  writeFileSync(join(folder, 'notation.html'), await notationPage(shelf, top, style));
  const entries = await searchEntries(shelf);
  const scripts = [
    asset('js', readFileSync(inRoot('node_modules', 'minisearch', 'dist', 'umd', 'index.js'), 'utf8')),
    asset('js', `window.vibEntries = ${JSON.stringify(entries)};`),
    asset('js', template('search.js')),
  ];
  writeFileSync(
    join(folder, 'search.html'),
    page({
      title: 'Search: VIB notebooks',
      body: `${top}<main><h1>Search</h1><p id="found" role="status">Type what you look for above: words, or a part of an equation.</p><noscript><p>The search needs JavaScript.</p></noscript><ol id="results" class="results"></ol></main>`,
      assets: { style, scripts },
    }),
  );
  writeFileSync(
    join(folder, MARK),
    'Made by npm run site, which removes this folder when it makes the site anew.\n',
  );
  // GitHub Pages leaves names as they are.
  writeFileSync(join(folder, '.nojekyll'), '');
  copyFileSync(inRoot('LICENSE'), join(folder, 'LICENSE.txt'));
  return shown.length + 3;
}

/**
 * What stands above every page: where to go, and the search.
 * @param {string} style
 */
const siteBar = style =>
  `<link rel="stylesheet" href="${style}"><nav class="site-bar" aria-label="Site"><a href="index.html">VIB notebooks</a> <a href="notation.html">Notation</a> <form role="search" action="search.html"><label>Search <input type="search" name="q" autocomplete="off"></label></form></nav>\n`;

/**
 * @param {import('../report/shelf.mjs').Place[]} shelf
 * @param {string} top
 * @param {string} style
 */
async function notationPage(shelf, top, style) {
  const { block } = await prose();
  const tables = shelf.filter(({ record }) => record.notation !== '');
  const body = tables
    .map(({ record, title, name }) => {
      const from = `<p class="note">From ${escapeHtml(name.slice(0, 2))} ${escapeHtml(title)}.</p>`;
      return `${block(record.notation, linkWithin(shelf))}${from}`;
    })
    .join('\n');
  return page({
    title: 'Notation: VIB notebooks',
    body: `${top}<main><h1>Notation</h1>${body || '<p>No notebook of this site has a table of notation.</p>'}</main>`,
    assets: { style, scripts: [] },
  });
}

/** @param {string} folder @returns {number} */
const sizeOf = folder =>
  readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    return sum + (entry.isDirectory() ? sizeOf(path) : statSync(path).size);
  }, 0);
