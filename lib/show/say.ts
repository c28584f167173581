import { formatNumber } from './format';
import { noFormulas } from './html';

/** A piece of Markdown made by `say`: put into another `say` it stays Markdown, where a string would be escaped. */
export interface Prose {
  readonly markdown: string;
}

/** A value that knows how sure it is: by a standard error, an interval, or both (then the interval is written). */
export interface Uncertain {
  readonly value: number;
  readonly standardError?: number;
  readonly low?: number;
  readonly high?: number;
}

export type Sayable = string | number | Uncertain | Prose;

/**
 * A sentence with the numbers of a run in it, as Markdown.
 *
 * A number is written with three significant digits; an estimate with the digits that its standard error allows, as
 * 0.454 ± 0.003, or, where it has an interval, as 0.45 [0.43, 0.47]. A string is data and stands as it is: nothing in it is
 * Markdown or mathematics. The words around are the author's: Markdown, with formulas between `$`.
 * @example say`The rate is ${{ value: 1.2345, standardError: 0.021 }} nats.` // The rate is 1.23 ± 0.02 nats.
 * @throws RangeError for NaN or undefined: a sentence about nothing.
 */
export function say(words: TemplateStringsArray, ...values: readonly Sayable[]): Prose {
  // Raw, so that a formula's backslashes need no doubling; only a backtick must be written with one.
  const pieces = words.raw.map(piece => piece.replace(/\\`/g, '`'));
  return {
    markdown: pieces.map((piece, i) => (i > 0 ? written(values[i - 1] as Sayable) : '') + piece).join(''),
  };
}

/** A number with so many decimals, where all of a sentence shall have the same: 88.60. @throws RangeError for NaN. */
export function decimals(value: number, places: number): Prose {
  return { markdown: minus(check(value).toFixed(places)) };
}

/** 100 times the value, with `%`: 0.8860 with a standard error of 0.002 is 88.6 ± 0.2%. @throws RangeError for NaN. */
export function percent(value: number | Uncertain): Prose {
  if (typeof value === 'number') return { markdown: `${minus(decimal(100 * check(value), 3))}%` };
  return { markdown: `${uncertain(scaled(value, 100))}%` };
}

/** The same in percentage points, for a difference of two shares. @throws RangeError for NaN. */
export function points(value: number | Uncertain): Prose {
  const { markdown } = percent(value);
  return { markdown: `${markdown.slice(0, -1)} points` };
}

/**
 * "p = 0.0636", and "p < 0.0001" for all below: the far tail of a law fitted to data is not known to more.
 * @throws RangeError outside [0, 1].
 */
export function pValue(p: number): Prose {
  if (!(check(p) >= 0 && p <= 1)) throw new RangeError(`p must be in [0, 1], but it is ${String(p)}`);
  return { markdown: p < 1e-4 ? 'p < 0.0001' : `p = ${decimal(p, 3)}` };
}

/** The words for a verdict; where it has none of its own, those for "undecided" are said. */
export function choose<K extends string>(verdict: K, words: Record<K, string | Prose>): Prose {
  const chosen = words[verdict];
  return typeof chosen === 'string' ? { markdown: chosen } : chosen;
}

/** "a, b and c". */
export function listed(items: readonly Sayable[]): Prose {
  const all = items.map(written);
  const last = all.pop() ?? 'none';
  return { markdown: all.length > 0 ? `${all.join(', ')} and ${last}` : last };
}

function written(value: Sayable): string {
  if (typeof value === 'string') return escapeMarkdown(value);
  if (typeof value === 'number') return minus(decimal(check(value), 3));
  if (value !== null && typeof value === 'object') {
    return 'markdown' in value ? value.markdown : uncertain(value);
  }
  throw new RangeError(
    `a sentence cannot hold ${String(value)}: pass a number, a text, an estimate or what say gives`,
  );
}

function uncertain({ value, standardError, low, high }: Uncertain): string {
  if (low !== undefined && high !== undefined) {
    const places = decimalsFor((check(high) - check(low)) / 4);
    const [middle, from, to] = [check(value), low, high].map(x => minus(x.toFixed(places)));
    return `${middle} [${from}, ${to}]`;
  }
  if (standardError === undefined || check(standardError) === 0) return minus(decimal(check(value), 3));
  const places = decimalsFor(standardError);
  return `${minus(check(value).toFixed(places))} ± ${standardError.toFixed(places)}`;
}

/** How many decimals show one digit of an error, two where that digit would be 1. */
function decimalsFor(error: number): number {
  if (!(error > 0)) return 3;
  const exponent = Math.floor(Math.log10(error));
  const leading = error / 10 ** exponent;
  return Math.min(20, Math.max(0, (leading < 1.95 ? 1 : 0) - exponent));
}

/** As formatNumber writes it, with powers of ten as a formula. */
function decimal(value: number, digits: number): string {
  const text = formatNumber(value, digits);
  const power = /^(-?[\d.]+)e([-+]?\d+)$/.exec(text);
  return power ? `$${power[1]!}\\cdot10^{${Number(power[2])}}$` : text;
}

/** A minus sign as in print, and no minus before nothing. */
function minus(text: string): string {
  return text.replace(/^-(?=0*\.?0*(?:%|$))/, '').replace(/^-/, '−');
}

function scaled(estimate: Uncertain, by: number): Uncertain {
  const entries = Object.entries(estimate) as [keyof Uncertain, number][];
  return Object.fromEntries(entries.map(([name, x]) => [name, x * by])) as unknown as Uncertain;
}

function check(value: number): number {
  if (Number.isNaN(value) || typeof value !== 'number') {
    throw new RangeError(`a sentence cannot hold ${String(value)}: look where it was computed`);
  }
  return value;
}

/** Every sign that Markdown, HTML or MathJax could take for its own stands for itself. */
function escapeMarkdown(text: string): string {
  const escaped = text
    .replace(/\s+/g, ' ')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_{}[\]()#+\-!|~:.]/g, '\\$&')
    .replace(/\$/g, '&#36;');
  // JupyterLab looks for formulas in what Markdown has become, where `&#36;` is a dollar again.
  return /[$\\]/.test(text) ? `<span class="${noFormulas}">${escaped}</span>` : escaped;
}
