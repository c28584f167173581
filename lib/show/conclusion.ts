import { type MimeBundle, showBundle } from './display';
import { type Prose, say, type Sayable } from './say';

/**
 * Shows what follows from a run, in a sentence that is an output of the run: as {@link say} writes it.
 *
 * Its cell is tagged `conclusion` and folded (`jupyter.source_hidden`), so that it reads like the prose around it.
 * @example conclude`Lambda ${0.1} leaves ${rate} nats; the bottleneck ${choose(verdict, { above: 'wins', below: 'loses',
 *   undecided: 'is not told apart' })}.`
 * @throws RangeError for NaN or undefined.
 */
export function conclude(words: TemplateStringsArray, ...values: readonly Sayable[]): void {
  showBundle(proseBundle(say(words, ...values)));
}

/** Markdown, and the same as text for a terminal. */
export function proseBundle({ markdown }: Prose): MimeBundle {
  return { 'text/markdown': markdown, 'text/plain': plainText(markdown) };
}

/** Markdown without its marks, as far as our sentences use them. */
function plainText(markdown: string): string {
  return markdown
    .replace(/\*\*|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\\([\\`*_{}[\]()#+\-!|~:.])/g, '$1')
    .replace(/<\/?span[^>]*>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&#36;/g, '$')
    .replace(/&amp;/g, '&');
}
