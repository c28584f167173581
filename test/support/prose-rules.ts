import { type Cell, textOf } from './notebooks';
import { unmarkedNumbers } from './quoted-numbers';

/**
 * Words that say how a run came out. Such a sentence belongs into a cell tagged `conclusion`, which prints it from the run;
 * Markdown cells hold definitions, derivations and what is true for every run. For the least of a set, write "optimal".
 */
const OUTCOME =
  /\b(?:clearly|evidently|best|worst|ahead|behind|wins?|won|loses|beats?|outperforms?|well above|well below|far (?:larger|smaller|better|worse)|hardly|nearly all|(?:does|do|did) not (?:fall|rise|help|hurt|grow|shrink)|falls? from|rises? from|grows? from|comes? out|came out|turns? out|as (?:the (?:table|figure) )?shows?|with the parameters as they stand|(?:is|are) (?:not )?(?:decided|undecided)|overlap)\b/gi;

/** Code, formulas, links' targets, quotations and HTML tags say nothing of a run. */
const NOT_PROSE =
  /```[^]*?```|\$\$[^]*?\$\$|`[^`\n]*`|\$[^$\n]*(?:\n[^$\n]*)?\$|\]\([^)]*\)|"[^"\n]*"|<[^>]+>/g;

/** What a Markdown cell says of a run: each find with the words around it. */
export function saysOfRun(markdown: string): string[] {
  const prose = markdown.replace(NOT_PROSE, ' · ');
  const words = [...prose.matchAll(OUTCOME)].map(({ 0: word, index = 0 }) => {
    const around = prose.slice(Math.max(0, index - 40), index + word.length + 40).replace(/\n/g, ' ');
    return `"${word}": ...${around}...`;
  });
  return [...unmarkedNumbers(markdown), ...words];
}

export const isTagged = (cell: Cell, tag: string): boolean => cell.metadata.tags?.includes(tag) ?? false;

/** A cell as its reader meets it: Markdown, or the Markdown that it printed. */
export const readText = (cell: Cell): string =>
  cell.cell_type === 'markdown'
    ? textOf(cell)
    : (cell.outputs ?? [])
        .map(output => (output.data?.['text/markdown'] ?? '') as string | string[])
        .map(text => [text].flat().join(''))
        .join('\n\n');
