import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes the folder's index.html: every report in it, with its parameters, data, date and run time.
 * @param {string} reports
 */
export function writeIndex(reports) {
  const rows = readdirSync(reports)
    .filter(file => file.endsWith('.html') && file !== 'index.html')
    .sort()
    .map(file => ({ file, facts: factsOf(join(reports, file)) }))
    .filter(row => row.facts !== null)
    .map(({ file, facts }) => rowOf(file, facts));
  const target = join(reports, 'index.html');
  writeFileSync(`${target}.partial`, page(rows.join('\n')));
  renameSync(`${target}.partial`, target);
  return target;
}

/**
 * The facts that a report carries in its head.
 * @param {string} file
 */
function factsOf(file) {
  const found = /<script[^>]*id="report-facts"[^>]*>(.*?)<\/script>/s.exec(readFileSync(file, 'utf8'));
  return found ? JSON.parse(found[1] ?? '') : null;
}

/**
 * @param {string} file
 * @param {any} facts the header that make.mjs wrote: read back from JSON
 */
function rowOf(file, facts) {
  const parameters = facts.parameters
    .map(
      (/** @type {any} */ p) =>
        `<code${p.changed ? ' class="changed"' : ''}>${escape(p.name)} = ${escape(p.shown)}</code>`,
    )
    .join(' ');
  const notices = facts.notices
    .map((/** @type {any} */ n) => `<span class="${escape(n.kind)}">${escape(n.text)}</span>`)
    .join('<br>');
  const answer = facts.answer ? `<br><span class="quick">worked answer ${escape(facts.answer)}</span>` : '';
  const quick = facts.quick ? '<br><span class="quick">quick run at reduced sizes</span>' : '';
  return `<tr><td><a href="${encodeURIComponent(file)}">${escape(facts.title)}</a><br><small>${escape(facts.notebook)}</small>${answer}${quick}</td>
<td>${parameters}</td><td>${notices || 'computed in the notebook'}</td><td>${escape(facts.runTime)}<br><small>${escape(facts.date)}</small></td></tr>`;
}

/** @param {string} text */
function escape(text) {
  return String(text).replace(/[&<>"]/g, c => `&#${c.charCodeAt(0)};`);
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
