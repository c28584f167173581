import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { browserPath, launchBrowser, openReport } from './browser.mjs';
import { readNotebook, textOf } from './collection.mjs';
import { FIGURE } from './record-figures.mjs';
import { tablesOf } from './record-tables.mjs';

/**
 * A run as Markdown, for a repository or a text editor: prose, code, tables, conclusions, and the figures as PNG files beside it
 * where a browser is installed; their words stand below them in any case.
 * @param {{executed: string, report: string, target: string, code: boolean}} run
 * @returns {Promise<{pictures: number}>}
 */
export async function writeMarkdown({ executed, report, target, code }) {
  const { cells } = readNotebook(executed);
  const folder = target.replace(/\.md$/, '_files');
  const pictures = await picturesOf(report, folder);
  let figures = 0;
  const parts = cells.flatMap(cell => {
    if (cell.cell_type === 'markdown') return [linked(textOf(cell))];
    if (cell.cell_type !== 'code') return [];
    const tags = cell.metadata.tags ?? [];
    const prose = tags.includes('conclusion') || tags.includes('answer');
    const source = code && !prose && textOf(cell).trim() !== '' ? [fenced(textOf(cell), 'ts')] : [];
    const shown = /** @type {any[]} */ (cell.outputs ?? []).map(output => {
      if (output.data?.[FIGURE] !== undefined) figures++;
      return outputOf(output, output.data?.[FIGURE] === undefined ? undefined : pictures[figures - 1]);
    });
    return [...source, ...shown.filter(Boolean)];
  });
  writeFileSync(target, `${parts.join('\n\n')}\n`);
  return { pictures: pictures.length };
}

/**
 * @param {any} output
 * @param {string | undefined} picture
 * @returns {string}
 */
function outputOf({ data, text, output_type: kind, traceback }, picture) {
  const plain = [data?.['text/plain'] ?? text ?? ''].flat().join('');
  if (data?.[FIGURE] !== undefined) {
    const [title = 'Figure'] = plain.split('\n');
    return [
      ...(picture === undefined ? [] : [`![${title.replace(/[[\]]/g, '')}](${picture})`]),
      fenced(plain, 'text'),
    ].join('\n\n');
  }
  const html = [data?.['text/html'] ?? ''].flat().join('');
  if (html.includes('class="vib-table')) {
    const [table] = tablesOf([{ cell_type: 'code', source: '', metadata: {}, outputs: [{ data }] }]);
    if (table !== undefined) return tableOf(table);
  }
  if (data?.['text/markdown'] !== undefined)
    return linked(
      [data['text/markdown']]
        .flat()
        .join('')
        .replace(/<\/?span\b[^>]*>/g, ''),
    );
  if (kind === 'error')
    return fenced(
      [traceback ?? []]
        .flat()
        .join('\n')
        .replace(/\u001b\[[\d;]*m/g, ''),
      'text',
    );
  return plain.trim() === '' ? '' : fenced(plain.trimEnd(), 'text');
}

/** @param {import('./record.mjs').Table} table */
function tableOf({ caption, columns, rows }) {
  /** @param {string[]} cells */
  const line = cells => `| ${cells.map(one => one.replace(/([|\\`*_$<])/g, '\\$1')).join(' | ')} |`;
  return [
    `**${caption.replace(/([*_`$<])/g, '\\$1')}**`,
    '',
    line(columns),
    line(columns.map(() => '---')),
    ...rows.map(line),
  ].join('\n');
}

/**
 * @param {string} text
 * @param {string} language
 */
function fenced(text, language) {
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length + 1)));
  return `${fence}${language}\n${text.trimEnd()}\n${fence}`;
}

/**
 * Beside a Markdown file lie the other ones; an equation has its own anchor in each.
 * @param {string} markdown
 */
const linked = markdown =>
  markdown
    .replace(/\[\((\d+)\.(\d+)\)\]\((\d\d_\w+)\.ipynb#cell-id=[\w-]+\)/g, '[($1.$2)]($3.md#eq-$1-$2)')
    .replace(/\]\((\d\d_\w+)\.ipynb(?:#[^)]*)?\)/g, ']($1.md)');

/**
 * The report's figures as files; their names from where the Markdown lies.
 * @param {string} report
 * @param {string} folder
 * @returns {Promise<string[]>}
 */
async function picturesOf(report, folder) {
  rmSync(folder, { recursive: true, force: true });
  if (browserPath() === undefined) return [];
  const browser = await launchBrowser();
  try {
    const page = await openReport(browser, pathToFileURL(report).href, { width: 800, height: 900 });
    const figures = page.locator('.vib-figure');
    const count = await figures.count();
    if (count > 0) mkdirSync(folder);
    const names = [];
    for (let i = 0; i < count; i++) {
      const name = `figure-${i + 1}.png`;
      await figures.nth(i).screenshot({ path: join(folder, name) });
      names.push(`${basename(folder)}/${name}`);
    }
    return names;
  } finally {
    await browser.close();
  }
}
