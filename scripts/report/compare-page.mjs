import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { chart } from './chart.mjs';
import { sharedCurves } from './compare-curves.mjs';
import { areApart, difference, differingNumbers } from './compare-numbers.mjs';
import { comparisonOf, factsOf } from './facts.mjs';
import { jsonElement, page } from './page.mjs';
import { escapeHtml, prose } from './prose.mjs';
import { writeWhole } from './work-folder.mjs';

/**
 * @typedef {import('./facts.mjs').Facts & {record: import('./record.mjs').Record}} Full
 * @typedef {{file: string, facts: Full}} Compared
 */

/**
 * What can be compared of these files; throws an error for people for what cannot.
 * @param {string[]} files
 * @returns {Compared[]}
 */
export function readCompared(files) {
  const read = [...new Set(files)].map(file => {
    if (!existsSync(file)) throw new Error(`There is no file ${file}.`);
    const facts = factsOf(file);
    if (!facts) throw new Error(`${file} is no report of a notebook.`);
    if (!facts.record)
      throw new Error(
        `${file} is of an earlier version and keeps no numbers for a comparison: make it anew.`,
      );
    return { file, facts: { ...facts, record: facts.record } };
  });
  const notebooks = [...new Set(read.map(({ facts }) => facts.notebook))];
  if (read.length < 2) throw new Error('A comparison needs two reports or more.');
  if (notebooks.length > 1)
    throw new Error(
      `These are reports of different notebooks (${notebooks.join(', ')}); reports of one can be compared.`,
    );
  return read;
}

/**
 * Writes the comparison of reports of one notebook; the first is the one that the others are held against.
 * @param {Compared[]} compared
 * @param {string} folder
 */
export async function writeComparison(compared, folder) {
  const notebook = compared[0]?.facts.notebook ?? '';
  const files = compared.map(({ file }) => basename(file));
  const names = differing(compared).map(({ name }) => name);
  const hash = createHash('sha256').update(files.join('\n')).digest('hex').slice(0, 8);
  const target = join(folder, `${[notebook, 'comparison', ...names].join('.')}-${hash}.html`);
  if (existsSync(target) && !comparisonOf(target))
    throw new Error(`${target} is no comparison of ours; it was left as it is.`);
  writeWhole(target, await comparisonPage(compared, dirname(target)));
  return target;
}

/**
 * The parameters that are not the same in all.
 * @param {Compared[]} compared
 */
function differing(compared) {
  const values = (compared[0]?.facts.parameters ?? []).map(({ name }) => ({
    name,
    values: compared.map(({ facts }) => facts.parameters.find(one => one.name === name)?.shown ?? ''),
  }));
  return values.filter(one => new Set(one.values).size > 1);
}

/**
 * @param {Compared[]} compared
 * @param {string} folder
 */
async function comparisonPage(compared, folder) {
  const { inline } = await prose();
  const records = compared.map(({ facts }) => facts.record);
  const parameters = differing(compared);
  const labels = compared.map(({ file, facts }, i) => {
    const own = parameters.map(({ name, values }) => `${name} = ${values[i] ?? ''}`);
    return own.join(', ') || (facts.answer ? `answer ${facts.answer}` : basename(file).replace('.html', ''));
  });
  const first = compared[0];
  const title = `${first?.facts.title ?? ''}: ${parameters.map(({ name, values }) => `${name} = ${values.join(', ')}`).join('; ') || 'comparison'}`;
  const heads = labels
    .map((label, i) => `<th scope="col"><span class="key c${i % 10}"></span>${escapeHtml(label)}</th>`)
    .join('');
  /** @type {(caption: string, head: string, rows: string[]) => string} */
  const table = (caption, head, rows) =>
    `<div class="wide" tabindex="0" role="region" aria-label="${escapeHtml(caption)}"><table><caption>${escapeHtml(caption)}</caption><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
  const runs = compared.map(({ file, facts }, i) => {
    const address = relative(folder, file).split(/[\\/]/).map(encodeURIComponent).join('/');
    const warned = facts.notices
      .filter(({ kind }) => kind === 'warning')
      .map(({ text }) => ` <span class="warning">${escapeHtml(text)}</span>`);
    return `<tr><th scope="row"><span class="key c${i % 10}"></span><a href="${address}">${escapeHtml(labels[i] ?? '')}</a></th><td>${facts.quick ? 'quick run at reduced sizes' : 'full sizes'}${warned.join('')}</td><td>${escapeHtml(facts.runTime)}</td><td>${escapeHtml(facts.date)}</td></tr>`;
  });
  const numbers = differingNumbers(records);
  const tables = [...new Set(numbers.map(line => line.table))].map(caption =>
    table(
      caption || 'Table',
      `<th scope="col">what</th>${heads}`,
      numbers
        .filter(line => line.table === caption)
        .map(({ row, column, cells }) => {
          const [from] = cells;
          const values = cells.map((cell, i) => {
            if (!cell) return '<td class="number">–</td>';
            const apart = i > 0 && from && areApart(cell, from) ? ' <small>intervals apart</small>' : '';
            const change = i > 0 && from ? `<br><small>${difference(cell, from)}</small>` : '';
            return `<td class="number">${escapeHtml(cell.text)}${change}${apart}</td>`;
          });
          return `<tr><th scope="row">${escapeHtml([row, column].filter(Boolean).join(', '))}</th>${values.join('')}</tr>`;
        }),
    ),
  );
  const curves = sharedCurves(records).map(
    ({ title, panel }) =>
      `<figure class="card"><figcaption>${escapeHtml(title)}</figcaption>${chart(panel, { width: 420, height: 260, label: `${title}, for ${labels.join('; ')}` })}</figure>`,
  );
  const legend = labels
    .map((label, i) => `<span><span class="key c${i % 10}"></span>${escapeHtml(label)}</span>`)
    .join(' ');
  const said = records.some(({ keyResult }) => keyResult !== '')
    ? `<h2>What each run printed as its key result</h2><dl>${records.map(({ keyResult }, i) => `<dt><span class="key c${i % 10}"></span>${escapeHtml(labels[i] ?? '')}</dt><dd>${inline(keyResult)}</dd>`).join('')}</dl>`
    : '';
  const body = `<main><p class="note"><a href="index.html">VIB notebooks</a> · comparison of ${compared.length} reports</p>
<h1>${escapeHtml(title)}</h1>
${table('The runs', '<th scope="col">report</th><th scope="col">sizes and data</th><th scope="col">run time</th><th scope="col">date</th>', runs)}
${said}
<h2>Numbers that differ</h2>
<p class="note">Those of the reports' tables. Below each number stands its difference from the first report's; "intervals apart" says that both have an interval and that these do not meet.</p>
${tables.join('') || '<p>None in the tables.</p>'}
<h2>Curves that differ</h2><p class="legend">${legend}</p>
<div class="cards">${curves.join('') || '<p>None.</p>'}</div></main>`;
  const facts = {
    comparison: first?.facts.notebook ?? '',
    title,
    date: new Date().toISOString().slice(0, 16).replace('T', ' ') + ' UTC',
    files: compared.map(({ file }) => basename(file)),
  };
  return page({ title, body, head: jsonElement('comparison-facts', facts) });
}
