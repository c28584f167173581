import { chart } from './chart.mjs';
import { linkWithin, within } from './index-page.mjs';
import { escapeHtml, prose } from './prose.mjs';

/**
 * @typedef {import('./shelf.mjs').Place} Place
 * @typedef {import('./shelf.mjs').Report} Report
 * @typedef {import('./facts.mjs').Facts} Facts
 */

/**
 * A notebook on the front page: its picture, its question, what its run found, and its other reports.
 * @param {Place} place
 * @param {Place[]} shelf
 */
export async function cardOf({ name, title, record, main, others, comparisons }, shelf) {
  const { inline } = await prose();
  const link = linkWithin(shelf);
  const heading = main
    ? `<a class="report" href="${encodeURIComponent(main.file)}">${escapeHtml(title)}</a>`
    : escapeHtml(title);
  const own = main ? within(main.file, link) : link;
  const before = record.buildsOn.map(one => {
    const file = shelf.find(other => other.name === one)?.main?.file;
    const number = one.slice(0, 2);
    return file ? `<a href="${encodeURIComponent(file)}">${number}</a>` : number;
  });
  return `<article class="card" aria-labelledby="card-${name}">
<div class="picture">${picture(record)}</div>
<h3 id="card-${name}"><span class="number">${name.slice(0, 2)}</span> ${heading}</h3>
${record.question ? `<p>${inline(record.question, own)}</p>` : ''}
${main && record.keyResult ? `<p class="result"><span>What its run printed</span> ${inline(record.keyResult, own)}</p>` : ''}
${main ? about(main.facts) : `<p class="note">Not run with its defaults yet: <code>npm run report -- ${name.slice(0, 2)}</code></p>`}
${before.length > 0 ? `<p class="note">Builds on ${before.join(', ')}</p>` : ''}
${otherRuns(others, comparisons)}
</article>`;
}

/** @param {import('./record.mjs').Record} record */
function picture({ figures, keyFigure }) {
  const figure = figures.find(({ cell, panels }) => cell === keyFigure && panels.length > 0);
  const [panel] = figure?.panels ?? [];
  if (!figure || !panel) return '';
  return chart(panel, {
    width: 320,
    height: 190,
    label: [figure.title, panel.title].filter(Boolean).join(': '),
  });
}

/**
 * When, how long, on which data, with which parameters.
 * @param {Facts} facts
 */
function about(facts) {
  const changed = facts.parameters.filter(parameter => parameter.changed);
  const notices = facts.notices.map(
    ({ kind, text }) =>
      `<p${kind === 'warning' ? ' class="warning"' : ' class="note"'}>${escapeHtml(text)}</p>`,
  );
  return `<p class="note">${facts.quick ? '<span class="less">quick run at reduced sizes</span> · ' : ''}${escapeHtml(facts.runTime)} · ${escapeHtml(facts.date)}</p>
${notices.join('')}${changed.length > 0 && !facts.quick ? `<p class="note">${parametersOf(facts)}</p>` : ''}`;
}

/**
 * What differs from the defaults, and from what.
 * @param {Facts} facts
 */
const parametersOf = facts =>
  facts.parameters
    .filter(({ changed }) => changed)
    .map(({ name, shown, default: usual }) => {
      const instead =
        usual === undefined ? '' : ` <small>instead of ${escapeHtml(String(usual) || 'nothing')}</small>`;
      return `<code class="changed">${escapeHtml(name)} = ${escapeHtml(shown)}</code>${instead}`;
    })
    .join(', ');

/** Whether a run had its full sizes and its own data. */
export const isComplete = (/** @type {Facts} */ { quick, notices }) =>
  !quick && !notices.some(({ kind }) => kind === 'warning');

/**
 * @param {Report[]} others
 * @param {Place['comparisons']} comparisons
 */
function otherRuns(others, comparisons) {
  if (others.length + comparisons.length === 0) return '';
  const runs = others.map(({ file, facts }) => {
    const words = [
      facts.answer && `worked answer ${escapeHtml(facts.answer)}`,
      facts.quick && 'quick run at reduced sizes',
      (!facts.quick || file.includes('=')) && parametersOf(facts),
    ].filter(Boolean);
    const warnings = facts.notices
      .filter(({ kind }) => kind === 'warning')
      .map(({ text }) => ` <span class="warning">${escapeHtml(text)}</span>`);
    return `<li><a class="report" href="${encodeURIComponent(file)}">${escapeHtml(label(file, facts))}</a><br>${words.join(' · ') || 'the default parameters'}${warnings.join('')}<br><small>${escapeHtml(facts.runTime)} · ${escapeHtml(facts.date)}</small></li>`;
  });
  const compared = comparisons.map(
    ({ file, facts }) =>
      `<li><a class="report" href="${encodeURIComponent(file)}">${escapeHtml(facts.title)}</a><br><small>comparison of ${facts.files.length} reports · ${escapeHtml(facts.date)}</small></li>`,
  );
  const count = [
    others.length > 0 && `${others.length} other ${others.length === 1 ? 'run' : 'runs'}`,
    comparisons.length > 0 &&
      `${comparisons.length} ${comparisons.length === 1 ? 'comparison' : 'comparisons'}`,
  ].filter(Boolean);
  return `<details><summary>${count.join(' and ')}</summary><ul>${[...compared, ...runs].join('')}</ul></details>`;
}

/**
 * The part of a report's name that is its own.
 * @param {string} file
 * @param {Facts} facts
 */
function label(file, facts) {
  const own = file
    .replace(/\.html$/, '')
    .replace(facts.notebook, '')
    .replace(/^\./, '');
  return own || facts.title;
}
