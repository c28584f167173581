import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from './work-folder.mjs';

// What the index of an earlier version, which had no mark, began with.
const OLD_TITLE = '<title>VIB notebooks: reports</title>';
const MARK = '<meta name="generator" content="vib-notebooks">';

/**
 * @typedef {object} Facts what a report says of itself in its head
 * @property {string} notebook
 * @property {string} title
 * @property {string} date
 * @property {string} runTime
 * @property {boolean} quick
 * @property {string} answer
 * @property {{name: string, shown: string, changed: boolean}[]} parameters
 * @property {{kind: string, text: string}[]} notices
 */

/**
 * Writes the folder's index.html: every report in it, with its parameters, data, date and run time.
 * @param {string} reports
 */
export function writeIndex(reports) {
  const target = join(reports, 'index.html');
  for (let before = ''; ;) {
    const now = page(rowsOf(reports));
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

/** @param {string} reports */
const rowsOf = reports =>
  readdirSync(reports)
    .filter(file => file.endsWith('.html') && file !== 'index.html')
    .sort()
    .flatMap(file => {
      const facts = factsOf(join(reports, file));
      return facts ? [rowOf(file, facts)] : [];
    })
    .join('\n');

/**
 * The facts that a report carries in its head; null for whatever else lies in the folder.
 * @param {string} file
 * @returns {Facts | null}
 */
export function factsOf(file) {
  try {
    if (!statSync(file).isFile()) return null;
    const found = /<script[^>]*id="report-facts"[^>]*>(.*?)<\/script>/s.exec(readFileSync(file, 'utf8'));
    const facts = /** @type {unknown} */ (JSON.parse(found?.[1] ?? 'null'));
    return areFacts(facts) ? facts : null;
  } catch {
    return null;
  }
}

/**
 * @param {unknown} value
 * @returns {value is Facts}
 */
function areFacts(value) {
  const { notebook, title, date, runTime, quick, answer, parameters, notices } = record(value);
  return (
    [notebook, title, date, runTime, answer].every(isText) &&
    /^\d\d_\w+$/.test(String(notebook)) &&
    typeof quick === 'boolean' &&
    Array.isArray(parameters) &&
    parameters
      .map(record)
      .every(one => [one.name, one.shown].every(isText) && typeof one.changed === 'boolean') &&
    Array.isArray(notices) &&
    notices.map(record).every(one => [one.kind, one.text].every(isText))
  );
}

/** @param {unknown} value */
const isText = value => typeof value === 'string';

/** @param {unknown} value */
const record = value => /** @type {Record<string, unknown>} */ (Object(value));

/**
 * @param {string} file
 * @param {Facts} facts
 */
function rowOf(file, facts) {
  const parameters = facts.parameters
    .map(p => `<code${p.changed ? ' class="changed"' : ''}>${escape(p.name)} = ${escape(p.shown)}</code>`)
    .join(' ');
  const notices = facts.notices
    .map(n => `<span${n.kind === 'warning' ? ' class="warning"' : ''}>${escape(n.text)}</span>`)
    .join('<br>');
  const answer = facts.answer ? `<br><span class="quick">worked answer ${escape(facts.answer)}</span>` : '';
  const quick = facts.quick ? '<br><span class="quick">quick run at reduced sizes</span>' : '';
  return `<tr><td><a href="${encodeURIComponent(file)}">${escape(facts.title)}</a><br><small>${escape(facts.notebook)}</small>${answer}${quick}</td>
<td>${parameters}</td><td>${notices || 'computed in the notebook'}</td><td>${escape(facts.runTime)}<br><small>${escape(facts.date)}</small></td></tr>`;
}

/** @param {string} text */
function escape(text) {
  return text.replace(/[&<>"']/g, c => `&#${c.charCodeAt(0)};`);
}

const style = `
body { font: 15px/1.5 system-ui, 'Segoe UI', 'Noto Sans', sans-serif; color: #1b1f24; max-width: 70rem; margin: 0 auto; padding: 2rem 1.25rem; }
h1 { font-size: 1.8rem; margin: 0 0 0.3rem; }
p { color: #57606a; max-width: 46rem; }
table { border-collapse: collapse; width: 100%; margin-top: 1.5rem; }
th { text-align: left; font-size: 13px; color: #57606a; }
th, td { padding: 0.6rem 0.8rem 0.6rem 0; border-bottom: 1px solid #e3e6ea; vertical-align: top; }
td:first-child { min-width: 15rem; }
a { color: #0072b2; font-weight: 600; text-decoration: none; }
a:hover { text-decoration: underline; }
small { color: #6a737d; }
td { overflow-wrap: anywhere; }
code, span { unicode-bidi: isolate; }
code { background: #eef1f4; border-radius: 4px; padding: 0.05rem 0.35rem; font-size: 12px; overflow-wrap: anywhere; }
code.changed { background: #ffe9b8; font-weight: 600; }
.warning { background: #b3261e; color: #fff; border-radius: 4px; padding: 0.05rem 0.4rem; }
.quick { color: #9a6700; font-size: 13px; }
`;

/** No script, and nothing fetched: the page is its text, its one style and the blank icon. */
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** @param {string} rows */
function page(rows) {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
${MARK}
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>VIB notebooks: reports</title>
<style>${style}</style>
</head>
<body>
<h1>The variational information bottleneck, measured</h1>
<p>Each report is one file that needs no network. It was computed on this machine by the notebook of the same name; highlighted parameters differ from the defaults.</p>
<table>
<thead><tr><th>Report</th><th>Parameters</th><th>Data</th><th>Run time</th></tr></thead>
<tbody>
${rows}
</tbody>
</table>
</body>
</html>
`;
}
