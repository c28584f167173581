import { createRequire } from 'node:module';

/**
 * Markdown of a report's record as HTML. The record is data of whoever made the file: HTML in it is text, links lead only where
 * `link` lets them, and formulas become MathML, which browsers draw without a script or a font of ours.
 *
 * @typedef {(address: string) => string | null} Link where an address of the Markdown leads from the page; null for nowhere
 * @typedef {{inline: (markdown: string, link?: Link) => string, block: (markdown: string, link?: Link) => string, formula: (tex: string) => string}} Prose
 */

const require = createRequire(import.meta.url);
/** @type {Promise<Prose> | undefined} */
let made;

/**
 * Loaded when first asked for: the commands start before any package is installed.
 * @returns {Promise<Prose>}
 */
export const prose = () => (made ??= makeProse());

/** @returns {Promise<Prose>} */
async function makeProse() {
  const [{ default: MarkdownIt }, formula] = await Promise.all([import('markdown-it'), formulas()]);
  const markdown = new MarkdownIt({ html: false, linkify: false }).disable([
    'image',
    'autolink',
    'reference',
  ]);
  markdown.inline.ruler.before('escape', 'formula', (state, silent) => {
    const found = /^(\$\$?)(?! )([^$]+?)\1(?!\d)/.exec(state.src.slice(state.pos));
    if (!found) return false;
    if (!silent) state.push('formula', '', 0).content = found[2] ?? '';
    state.pos += found[0].length;
    return true;
  });
  const { rules } = markdown.renderer;
  rules.formula = (tokens, i) => formula(tokens[i]?.content ?? '');
  rules.link_open = (tokens, i, _options, env) => {
    const { link, open } = /** @type {{link: Link, open: boolean[]}} */ (env);
    const address = link(String(tokens[i]?.attrGet('href') ?? ''));
    open.push(address !== null);
    return address === null ? '' : `<a href="${escapeHtml(address)}">`;
  };
  rules.link_close = (_tokens, _i, _options, env) =>
    /** @type {{open: boolean[]}} */ (env).open.pop() ? '</a>' : '';
  // A wide table scrolls by itself, also by keyboard.
  rules.table_open = () => '<div class="wide" tabindex="0" role="region" aria-label="Table"><table>';
  rules.table_close = () => '</table></div>';
  const nowhere = () => null;
  return {
    inline: (text, link = nowhere) => markdown.renderInline(withoutTags(text), { link, open: [] }),
    block: (text, link = nowhere) => markdown.render(withoutTags(text), { link, open: [] }),
    formula,
  };
}

/** The marks that notebooks and lib/show put around words: they stand for nothing here. */
const withoutTags = (/** @type {string} */ markdown) =>
  markdown.replace(/<!--[\s\S]*?-->|<\/?(?:a|span|samp|sup|sub|br|b|i|em|strong|bdi)(?:\s[^<>]*)?\/?>/gi, '');

/** @returns {Promise<(tex: string) => string>} */
async function formulas() {
  const mathjax = await require('mathjax').init({
    loader: { load: ['input/tex-base', '[tex]/ams', '[tex]/newcommand', '[tex]/noundefined'] },
    tex: { packages: ['base', 'ams', 'newcommand', 'noundefined'] },
    startup: { typeset: false },
  });
  /** @type {Map<string, string>} */
  const known = new Map();
  return tex => {
    const before = known.get(tex);
    if (before !== undefined) return before;
    const words = tex.replace(/\\tag\{[^}]*\}/g, '');
    const mathml = String(mathjax.tex2mml(words, { display: false })).replace(/\n\s*/g, '');
    known.set(tex, mathml);
    return mathml;
  };
}

/** @param {string} text */
export const escapeHtml = text => text.replace(/[&<>"']/g, c => `&#${c.charCodeAt(0)};`);
