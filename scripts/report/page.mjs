import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { inRoot } from '../setup/paths.mjs';
import { escapeHtml } from './prose.mjs';

export const MARK = '<meta name="generator" content="vib-notebooks">';

const styles = () => readFileSync(inRoot('scripts', 'report', 'template', 'pages', 'pages.css'), 'utf8');

/**
 * A page of ours beside the reports, which is one file: its text and its one style, no script unless told, and nothing is fetched.
 * @param {{title: string, body: string, head?: string, assets?: {style: string, scripts: string[]}}} page assets: in a site, the
 *   files that its pages share
 */
export function page({ title, body, head = '', assets }) {
  const style = styles();
  const hash = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;
  const files = "'self' file:";
  const policy = [
    "default-src 'none'",
    assets && assets.scripts.length > 0 ? `script-src ${files}` : "script-src 'none'",
    `style-src ${assets ? files : hash}`,
    'img-src data:',
    "base-uri 'none'",
    `form-action ${assets ? files : "'none'"}`,
  ].join('; ');
  const look = assets ? `<link rel="stylesheet" href="${assets.style}">` : `<style>${style}</style>`;
  const scripts = (assets?.scripts ?? []).map(file => `<script src="${file}" defer></script>`).join('\n');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
${MARK}
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${escapeHtml(title)}</title>
${head}${look}
${scripts}</head>
<body>
${body}
</body>
</html>
`;
}

/**
 * @param {string} id
 * @param {unknown} value
 */
export const jsonElement = (id, value) =>
  `<script type="application/json" id="${id}">${JSON.stringify(value).replace(/</g, '\\u003c')}</script>\n`;
