import { prose } from '../report/prose.mjs';

/**
 * @typedef {object} Entry what the search finds
 * @property {number} id
 * @property {string} href
 * @property {string} from the notebook
 * @property {string} title of the section, or the equation's number
 * @property {string} body
 * @property {string} kind prose, equation or result
 * @property {string} [html] an equation as MathML
 */

/**
 * Every piece of prose, every equation and every conclusion of the site's main reports.
 * @param {import('../report/shelf.mjs').Place[]} shelf
 * @returns {Promise<Entry[]>}
 */
export async function searchEntries(shelf) {
  const { formula } = await prose();
  let id = 0;
  return shelf.flatMap(({ main, record, title, name }) =>
    main === undefined
      ? []
      : record.sections.map(({ at, title: section, body, kind }) => ({
          id: id++,
          href: `${encodeURIComponent(main.file)}#${at}`,
          from: `${name.slice(0, 2)} ${title}`,
          title: section,
          body: kind === 'equation' ? body : readable(body),
          kind,
          ...(kind === 'equation' ? { html: formula(body) } : {}),
        })),
  );
}

/** @type {{[name: string]: string}} */
const signs = {
  alpha: 'α',
  beta: 'β',
  gamma: 'γ',
  delta: 'δ',
  varepsilon: 'ε',
  zeta: 'ζ',
  eta: 'η',
  theta: 'θ',
  iota: 'ι',
  kappa: 'κ',
  lambda: 'λ',
  mu: 'μ',
  xi: 'ξ',
  pi: 'π',
  rho: 'ρ',
  sigma: 'σ',
  varphi: 'φ',
  psi: 'ψ',
  omega: 'ω',
  ell: 'ℓ',
  Sigma: 'Σ',
  Phi: 'Φ',
  le: '≤',
  ge: '≥',
  to: '→',
  approx: '≈',
  cdot: '·',
  pm: '±',
  infty: '∞',
  sum: 'Σ',
  prod: 'Π',
  int: '∫',
  in: '∈',
  Vert: '‖',
  mid: '|',
  top: 'ᵀ',
  sqrt: '√',
  ne: '≠',
  ldots: '…',
  dots: '…',
  qquad: ' ',
  quad: ' ',
};

/**
 * Words as a list of finds can show them: formulas in a line of plain signs.
 * @param {string} markdown
 */
export const readable = markdown =>
  // An equation has an entry of its own.
  markdown.replace(/\$\$[^$]+\$\$/g, ' … ').replace(/\$([^$]+)\$/g, (_all, tex) =>
    String(tex)
      .replace(
        /\\tag\{[^}]*\}|\\(?:big|bigg|Big|Bigg|left|right|begin|end|text|mathrm|mathbb|mathcal|operatorname|tfrac|frac|tilde|hat|bar)[lr]?\b|\\[,;!]/g,
        '',
      )
      .replace(/\\([A-Za-z]+)/g, (_whole, name) => signs[String(name)] ?? String(name))
      .replace(/[{}]|\\\\|&/g, '')
      .replace(/\s+/g, ' '),
  );
