import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/**
 * What a converted report still needs, so that it is complete without a script: its table of contents, and its formulas as
 * drawings (SVG, with MathML beside for those who listen).
 *
 * Run as a program, `node finish.mjs FILE`: macros that one report defines are none of the next one's business.
 */

const require = createRequire(import.meta.url);
const HEADING = /<h([23]) id="([^"]*)"[^>]*>([^]*?)<a\b[^>]*class="anchor-link"[^>]*>[^]*?<\/a><\/h\1>/g;
const FORMULA =
  /<span class="report-math" data-math="(inline|display|inline-latex|display-latex|environment)">([^<]*)<\/span>/g;
/** How many characters the delimiters take on each side. */
const delimiters = { inline: 1, display: 2, 'inline-latex': 3, 'display-latex': 3, environment: 0 };

/**
 * @param {string} html
 * @returns {string} the page with a line for each heading of its prose, formulas as they stand there
 */
export function withContents(html) {
  const items = [...html.matchAll(HEADING)].map(([, level, id, words]) => {
    const plain = String(words)
      .replace(/<\/?a\b[^>]*>/g, '')
      .replace(/ id="[^"]*"/g, '');
    return `<li class="level-${level}"><a href="#${id}">${plain}</a></li>`;
  });
  return html.replace('<!--report-contents-->', () => items.join('\n'));
}

/** @param {string} text */
const unescaped = text =>
  text.replace(
    /&(lt|gt|amp|quot|#39);/g,
    (_all, name) => ({ lt: '<', gt: '>', amp: '&', quot: '"', '#39': "'" })[String(name)] ?? '',
  );

/**
 * Without what nothing here asks for, and with shorter names: half as large. An error keeps its mark.
 * @param {string} drawing
 */
const slim = drawing =>
  drawing
    .replace(/ (?:data-c|xmlns(?::xlink)?|focusable)="[^"]*"/g, '')
    .replace(' style="position: relative;"', '')
    .replace(/ data-mml-node="(?!merror)[^"]*"/g, '')
    .replace(/ xlink:href="#MJX-(?:\d+-)?TEX-/g, ' href="#m-')
    .replace(/ id="MJX-(?:\d+-)?TEX-/g, ' id="m-')
    .replace(/<use([^>]*)><\/use>/g, '<use$1/>')
    .replace(/<g>(<use[^>]*\/>)<\/g>/g, '$1')
    .replace(/<g>(<use[^>]*\/>)<\/g>/g, '$1');

/**
 * @param {string} html
 * @returns {Promise<string>}
 */
export async function withFormulas(html) {
  if (!new RegExp(FORMULA).test(html)) return html;
  const mathjax = await require('mathjax').init({
    loader: { load: ['input/tex-full', 'output/svg', 'ui/safe', 'a11y/assistive-mml'] },
    // What could reach beyond a formula (links, styles, names of elements) is off.
    tex: { packages: { '[-]': ['html', 'action', 'require', 'autoload'] } },
    svg: { fontCache: 'global' },
    options: { safeOptions: { allow: { URLs: 'none', classes: 'none', cssIDs: 'none', styles: 'none' } } },
    startup: {
      typeset: false,
      ready() {
        // The guard takes its place by itself in a browser only.
        const { startup, _: parts } = /** @type {any} */ (globalThis).MathJax;
        startup.extendHandler(parts.ui.safe.SafeHandler.SafeHandler);
        startup.defaultReady();
      },
    },
  });
  const { adaptor, output } = mathjax.startup;
  /** @type {Map<string, string>} */
  const known = new Map();
  const typeset = html.replace(FORMULA, (_all, kind, escaped) => {
    const source = unescaped(String(escaped));
    const cut = delimiters[/** @type {keyof typeof delimiters} */ (kind)];
    const tex = source.slice(cut, source.length - cut);
    const display = !String(kind).startsWith('inline');
    const key = `${String(display)} ${tex}`;
    let drawn = known.get(key);
    if (drawn === undefined) {
      drawn = slim(String(adaptor.outerHTML(mathjax.tex2svg(tex, { display }))));
      // A number may be given once; a name that a formula defines holds for the rest of the page.
      if (!/\\(?:tag|label|def|(?:re)?newcommand|let)\b/.test(tex)) known.set(key, drawn);
    }
    return `<span class="report-math" data-math="${String(kind)}">${drawn}</span>`;
  });
  const style = adaptor.textContent(mathjax.svgStylesheet());
  const glyphs = slim(String(adaptor.outerHTML(output.fontCache.getCache())));
  return typeset
    .replace('</head>', () => `<style>${style}</style></head>`)
    .replace(/<body[^>]*>/, body => `${body}<svg aria-hidden="true" style="display:none">${glyphs}</svg>`);
}

/** Marks of Pygments that the report's style does not colour: blanks, names and signs, two thirds of a cell's markup. */
const PLAIN = /<span class="(?:w|p|n|nx|nb|na|nc|nf|ni|nl|nn|no|nv|o|pi|bp|err)">([^<]*)<\/span>/g;

/** What each cell of a table brings as its own style, which the report's style has once. */
const CELL = ' style="text-align:right;font-variant-numeric:tabular-nums;padding:4px 12px;"';

/**
 * The same page in less text, its tables in places of their own.
 * @param {string} html
 */
export const slimmed = html =>
  html
    .replace(PLAIN, '$1')
    .replace(/<div class="jp-Collapser[^"]*">\s*<\/div>/g, '')
    .replaceAll(CELL, ' class="vib-number"')
    // A wide table scrolls by itself.
    .replace(/<table\b/g, '<div class="report-wide"><table')
    .replace(/<\/table>/g, '</table></div>');

/** @param {string} file */
export async function finish(file) {
  writeFileSync(file, await withFormulas(withContents(slimmed(readFileSync(file, 'utf8')))));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await finish(String(process.argv[2]));
